### Error pages

error-reference = Reference for the support:
error-go-home = To the main page

error-bad-request-title = The request was not understood
error-bad-request-text = Go back to the previous page and try again.
error-forbidden-title = No access
error-forbidden-text = This page is not open to you. The form may be out of date: open it again and repeat.
error-not-found-title = Page not found
error-not-found-text = Check the address. The page may have moved or may no longer exist.
error-method-not-allowed-title = The page cannot be opened like this
error-method-not-allowed-text = Open the page again by a link or through the menu.
error-conflict-title = The data have changed meanwhile
error-conflict-text = While you were filling in the page, the data changed. Open it again and check.
error-gone-title = The link is no longer valid
error-gone-text = It has expired or has already been used. Request a new one.
error-too-large-title = Too much data
error-too-large-text = Make the file smaller or choose another one, and send it again.
error-unsupported-media-title = This kind of data is not accepted
error-unsupported-media-text = Send the form from a page of the portal, or choose a file of another kind.
error-unprocessable-title = The data were not accepted
error-unprocessable-text = Go back to the previous page and check what you entered.
error-too-many-title = Too many attempts
error-too-many-text = Wait a little and try again. This is how we protect your account.
error-internal-title = Something broke on our side
error-internal-text = We already know of the error. Try again in a few minutes. Saved data are not lost.
error-unavailable-title = The service is temporarily unavailable
error-unavailable-text = Try again in a few minutes. Saved data are not lost.
error-stale-title = The page was open for too long
error-stale-text = For your security the form has to be sent once more. What you entered is kept; a password or code, if there was one, has to be entered again.
