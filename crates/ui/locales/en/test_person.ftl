test-person-title = Test persons
test-person-lead = Make people up as whom you and your colleagues sign in at your sites while they are under test.
test-person-where = A test person signs in only at sites that are under test and that you look after. All their data are made up, and nothing is ever sent to them.
test-person-ends = After { $days ->
    [one] { $days } day
   *[other] { $days } days
} a test person is removed by itself. { $most ->
    [one] There can be only { $most } at a time.
   *[other] There can be up to { $most } at a time.
}
test-person-go = Open the list of test persons
test-person-login = Login
test-person-password = Password
test-person-level = Level of the account
test-person-level-simplified = Only surname, first name and e-mail are known.
test-person-level-standard = As if passport and SNILS had been verified.
test-person-level-confirmed = As if the identity had been confirmed.
test-person-method = As if confirmed by
test-person-method-hint = Needed for a confirmed account only.
test-person-until = Will be removed
test-person-renew = New password
test-person-remove = Remove
test-person-new = Another test person
test-person-make = Make
test-person-made-title = The test person is made
test-person-renewed-title = New password of the test person
test-person-renewed-text = The old password and the second factor no longer work, and all sessions are over.
test-person-once = Write the password down: we show it once.
test-person-use = Sign in at your site with this login and password, in another browser or a private window.
test-person-back = To the list of test persons
test-person-banner-region = Test account
test-person-banner-title = Test account.
test-person-banner = This person does not exist: a developer made them up to try a site.
site-refused-made-up = This is a test account. It is good only for sites that are under test and that its maker looks after.
site-refused-made-up-way = Sign in with an account of your own.
site-refused-made-up-level = For this site, make a test person of another level or confirmed in another way.
refusal-test-person-off = This portal has no test persons.
refusal-test-person-too-many = You have as many test persons as are allowed. Remove one of them first.
refusal-test-person-too-often = You have made too many test persons, or passwords for them, within a day. Try again tomorrow.
refusal-test-person-over = This test account is no longer valid.
refusal-test-person-not-here = This page is not for test accounts.
notice-test-person-removed = The test person is removed.
audit-test-person-made = A test person was made
audit-test-person-renewed = A test person got another password
audit-test-person-removed = A test person was removed
level-method-test_person = Made up for testing
level-source-test_person = developer of a site
