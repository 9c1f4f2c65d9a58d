### Where one is logged in

session-title = Devices
session-lead = Here you see where your account is open. If you do not know a device, log it out and change the password.
session-this = this device
session-network = Network { $network }
session-since = Logged in: { $at }
session-seen = Last activity: { $at }
session-others = Other devices
session-none = You are not logged in anywhere else.
session-end = Log out
session-end-others = Log out on all other devices
session-over = Ended sessions
session-end-logout = you logged out
session-end-by_person = ended from another device
session-end-password_changed = ended when the password was changed
session-end-recovered = ended when access was recovered
session-end-renewed = went on as a new session
session-end-restored = ended when a service centre restored access
session-end-deleted = ended when the account was deleted
session-end-time = ended by time

device-both = { $browser }, { $system }
device-unknown = Unknown device
