### Letting a device in

device-title = Connect a device
device-lead = Type the code that your device shows.
device-compare = Does your device show exactly this code? Go on only if it does.
device-beware = Type a code only if you see it on a device in front of you and began there yourself. Has somebody sent it to you, or told it to you on the phone? Then it is a fraud: close this page.
device-code-hint = Eight letters, such as BCDF-GHJK. Capital or small letters make no difference.
device-same = It is the same code
device-not-mine = It is not my device
field-device-code-wrong = There is no such code, or it is over. Compare each letter, or ask for a new code on your device.

device-who = { $site } asks to use your account on a device.
device-consent-title = Connect your device to { $site }?
device-warning = Go on only if you began this yourself on a device in front of you. Has somebody sent you the code, or told it to you on the phone? Choose “Do not allow”: otherwise that person uses { $site } in your name.
device-each-time = Even so you are asked each time a device is to be connected.
device-stays = The device stays connected when you log out here. You can disconnect it at any time on the page “Sites with access”.
device-refused-later = Afterwards begin again on your device.
device-refused-back = Do not connect the device

device-allowed-title = The device is connected
device-allowed-text = Look at your device again: { $site } goes on there in a few seconds. You may close this page.
device-allowed-later = If you want to disconnect the device later, you can do so on the page “Sites with access”.
device-denied-title = The device was not connected
device-denied-text = Nothing was passed on to { $site }. You may close this page.

device-over-title = This request is finished
device-over-text = It was answered before, or too much time has passed. Look at your device: if it has not gone on, ask for a new code there.
device-over-go = Type a new code
