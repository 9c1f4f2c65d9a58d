### Password recovery

recovery-title = Password recovery
recovery-lead-contact = Enter the phone or e-mail address of your account. We will send a code, and you will choose a new password.
recovery-lead-snils = Enter your SNILS. We will send a code to the phone or e-mail address of your account.
recovery-by = Way to recover
recovery-contact-hint = A phone is the easiest way back in.
recovery-no-contact = Neither phone nor e-mail at hand?
recovery-no-contact-text = Come to any service centre with your passport and SNILS. They restore access free of charge.
recovery-question-title = Security question
recovery-question-text = Answer the question. Then we will send a code.
recovery-question-hint = Capital letters, spaces and full stops do not matter.
recovery-question = { $question ->
    [first-pet] What was your first pet called?
    [childhood-street] In which street did you live as a child?
    [first-teacher] What was your first teacher called?
    [favourite-book] Which book do you like best?
    [grandmother-town] In which town did your grandmother live?
    [dream-job] What did you want to be as a child?
    [first-concert] Whose concert was your first?
   *[first-school] At which school did you start?
}
recovery-done-title = The new password is in force
recovery-done-text = Log in with the new password. On all devices where you were logged in, the sessions have ended.
recovery-over-title = The recovery broke off
recovery-over-text = Too much time has passed, or you went on with it on another device. The password is still the old one.
recovery-over-again = Begin again

field-answer-wrong = The answer is not right
field-required-security_answer = Enter the answer
field-account-not-found = No account was found for these data
refusal-recovery-expired = Too much time has passed. Begin again.
refusal-recovery-out-of-step = This step is done already. Open the page again.
refusal-recovery-wrong-answer = The answer is not right.

recovery-question-missing = Do not know the answer, or never set this question?
