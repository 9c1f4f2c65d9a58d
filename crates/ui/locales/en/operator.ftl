### The operators' workplace: the way in, and the first page

operator-title = Workplace
operator-nav-tasks = Tasks
operator-exit = End session
operator-who = Signing in as { $login }

operator-role-clerk = Clerk
operator-role-center_administrator = Centre administrator
operator-role-support = Support
operator-role-administrator = System administrator

operator-login-title = Staff login
operator-login-name = Login name
operator-login-lost = Forgotten the password? A system administrator gives you a new link.

operator-code-title = Code from the application
operator-code-label = Code
operator-code-hint = 6 digits that the application shows now
operator-code-next-hint = 6 digits from the application. A code counts once: if you have used it, wait for the next one.
operator-code-lost = No access to the application? A system administrator resets the second factor.

operator-setup-title = Set up the second factor
operator-setup-text = You log in for the first time. Each login will ask for a code from an authenticator application on your phone.
operator-setup-scan = Open the application and scan the picture:
operator-setup-picture = QR code with the key for the application
operator-setup-type = Or type the key in:
operator-setup-prove = Enter the code that the application shows:

operator-center-title = Choose the centre
operator-center-text = A session is for one service centre. All you do is recorded for that centre.

operator-enroll-title = Your password
operator-enroll-password-hint = At least 12 characters. Several words are best.
operator-enroll-alarm-hint = Optional. If somebody forces you to log in, type the password and this ending right after it: everything will look as usual, and those on duty will learn that help is needed. 2 to 20 characters.

operator-again-title = Show that it is you
operator-again-text = { $n ->
    [one] This cannot be undone. Enter the password and a new code: it holds for { $n } minute.
   *[other] This cannot be undone. Enter the password and a new code: it holds for { $n } minutes.
}

operator-no-tasks = There are no tasks now.
operator-written-down = Everything you do is recorded. People see in their log each look at their data.
operator-task-approvals = Approvals
operator-task-approvals-text = Acts of colleagues that need a second member of staff

notice-operator-signed-out = The session has ended.
notice-operator-sign-in-over = The time for logging in has run out. Begin again.
notice-operator-password-chosen = The password has been saved. Now log in.

field-totp-wrong = The code is wrong or has been used. Wait for the next one.
field-alarm-ending = The ending must have 2 to 20 characters
field-required-center = Choose a centre

refusal-operator-role = Your role does not allow this.
refusal-operator-oneself = You cannot do this to yourself. Ask a colleague.
refusal-operator-no-center = Log in to a service centre to do this.
refusal-operator-not-admitted = You are not admitted to work at this centre.
refusal-operator-not-fresh = Show once more that it is you.
refusal-operator-sign-in-over = The time for logging in has run out. Begin again.
refusal-operator-other-step = Another step of the login is due now.
refusal-operator-no-center-admitted = You are not admitted to work at any centre. Ask a system administrator.
refusal-operator-login-name = A login name has 3 to 40 of a–z, digits, dot and hyphen, and begins with a letter.
refusal-operator-name-taken = This login name is taken.
refusal-operator-invitation-over = The link has been used or has expired. Ask a system administrator for a new one.
