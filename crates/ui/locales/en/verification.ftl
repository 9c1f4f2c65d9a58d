### Verification of personal data

verification-title-in_progress = Your data are being verified
verification-title-verified = Verification of your personal data is completed
verification-title-rejected = The data are not confirmed
verification-title-needs_operator = Our staff is looking at your data
verification-title-superseded = New data have been sent

verification-running-text = This usually takes 15 to { $minutes } minutes, sometimes up to { $days } days. You can close the page: we will tell you the result.
verification-verified-text = The data are confirmed, your account is now standard. Log in again to see what has become possible.
verification-rejected-text = Some data do not match the register. Correct the data and send them again.
verification-level-stays = The level of your account has not changed.
verification-operator-text = The register cannot verify these data by itself. A member of our staff will look at them, and we will tell you the result. There is nothing for you to do.

verification-checks-title = What is being verified
verification-snils = SNILS
verification-passport = Passport
verification-document = Identity document
verification-pension-fund = Pension fund
verification-interior-ministry = Interior ministry
verification-operator = our staff

verification-not_submitted = not sent yet
verification-in_progress = being verified
verification-verified = confirmed
verification-rejected = not confirmed
verification-unavailable = register not available for now
verification-needs_operator = with our staff

verification-unavailable-text = We will send the request as soon as the register answers. It will not be lost.
verification-needs-operator-text = There will be an answer when a member of our staff has looked at the data.
verification-no-data-text = The register has no such document. Check the number.
verification-refused-text = Our staff could not confirm the document. Check the data or write to support.
verification-mismatch-text = The register did not say what does not match. Compare everything with the document.
verification-fields-differ = These do not match:
verification-sent-at = Sent on { $at }

verification-changes-title = New data are being verified
verification-correct = Correct and send again
verification-reload = Reload the page
verification-snils-taken-ways = What to do if the SNILS is already registered
verification-again-text = The register did not answer in time. You can also send the same data once more.
verification-again = Look over and send again
verification-keep-text = Nothing of this is in force: your verified data are. You can leave it at that and withdraw the change.
verification-keep = Keep the verified data
