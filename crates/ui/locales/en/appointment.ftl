### Booked times at service centers: choosing, booking, moving, cancelling

appointment-title = Book a time
appointment-own-title = Your visit
appointment-review-title = Check and book
appointment-walk-in = You do not need to book: you can come at any time during opening hours.
appointment-how = If you want to, you can book a time: choose a centre that takes bookings.
appointment-when = { $weekday }, { $date }, { $time }
appointment-time = Time
appointment-place = Place
appointment-purpose = Purpose
appointment-task-confirm_identity = Confirm my identity
appointment-task-correct_data = Correct an error in my data
appointment-task-delete_account = Delete my account
appointment-bring = Bring with you
appointment-bring-identity_document = the passport or other document whose details are in your account
appointment-bring-snils = your SNILS
appointment-day = Day
appointment-free = { $n ->
    [one] { $n } time
   *[other] { $n } times
}
appointment-full = full
appointment-times = Free times: { $day }
appointment-no-days = The centre has no times to book in the coming days. Come without a booking, during opening hours.
appointment-no-times = No time is free. Choose another day, or come without a booking.
appointment-nearest = Nearest free times
appointment-chosen = What you chose
appointment-other-time = Another time
appointment-moves = You have booked { $when }. The new time takes its place.
appointment-submit = Book
appointment-move-submit = Move the visit
appointment-told = We send a message to your contacts, and a reminder a day before.
appointment-none = You have booked no visit.
appointment-calendar = Add to my calendar
appointment-move = Choose another time
appointment-other-center = Choose another centre
appointment-cancel = Cancel the visit
appointment-cancel-title = Cancel the visit?
appointment-cancel-text = Somebody else will get the time. You can book again or come without a booking.
appointment-keep = Keep it
appointment-begun = The time has come. If you are late, tell the staff at the centre: they see your booking.
appointment-box-title = You have booked a visit
appointment-box-open = About the visit
appointment-file-title = Visit to a service centre

refusal-appointment-off = This centre takes no bookings. Come without one, during opening hours.
refusal-appointment-not-for-you = There is nothing here that you could book a time for.
refusal-appointment-already-booked = You have booked a visit already. You can move it here, or keep it as it is.
refusal-appointment-taken = This time is no longer free. Nothing has been booked. Choose another one.
refusal-appointment-over = This booking is over or has changed meanwhile. Look at it again.
refusal-appointment-too-many = You have booked and moved visits too often today. Try tomorrow, or come without a booking.

notice-appointment-booked = The visit is booked.
notice-appointment-moved = The visit is moved.
notice-appointment-cancelled = The visit is cancelled.
notice-appointment_booked = You have booked a visit to a service centre.
notice-appointment_moved = You have moved your visit to a service centre.
notice-appointment_cancelled = You have cancelled your visit to a service centre.
notice-appointment_called_off = The service centre cannot receive you at the time you booked. Choose another time, or come without a booking.
notice-appointment_reminder = Your visit to a service centre is soon.
notice-appointment_missed = You were not received at the time you booked. If you are at the centre, ask its administrator; otherwise come without a booking or book again.

audit-appointment-booked = A visit to a service centre booked
audit-appointment-moved = A visit to a service centre moved
audit-appointment-cancelled = A visit to a service centre cancelled
audit-appointment-called-off = A visit called off, because the centre does not work at that time
audit-appointment-reminded = A reminder of a visit sent
audit-appointment-missed = Nobody was received at the time booked

message-appointment_booked-sms = { -message-system-short }: your visit to a service centre is booked for { $date }, { $time } local time. Bring your passport
message-appointment_booked-subject = Your visit is booked
message-appointment_booked-body =
    You are expected on { $date } at { $time } local time: { $place }.

    Bring the document whose details are in your account. The service is free.
message-appointment_booked-action = About the visit
message-appointment_booked-after = If it was not you, change your password.
message-appointment_moved-sms = { -message-system-short }: your visit to a service centre is moved to { $date }, { $time } local time
message-appointment_moved-subject = Your visit is moved
message-appointment_moved-body =
    You are now expected on { $date } at { $time } local time: { $place }.

    Bring the document whose details are in your account. The service is free.
message-appointment_moved-action = About the visit
message-appointment_moved-after = If it was not you, change your password.
message-appointment_called_off-sms = { -message-system-short }: the centre cannot receive you on { $date } at { $time }. Choose another time or come without a booking
message-appointment_called_off-subject = Your visit is called off
message-appointment_called_off-body =
    The service centre does not work at the time you booked, { $date }, { $time }: { $place }. We are sorry.

    Choose another time or another centre, or come without a booking during opening hours.
message-appointment_called_off-action = Choose another time
message-appointment_reminder-sms = { -message-system-short }: you are expected at the service centre on { $date } at { $time } local time. Bring your passport
message-appointment_reminder-subject = Your visit is soon
message-appointment_reminder-body =
    You are expected on { $date } at { $time } local time: { $place }.

    Bring the document whose details are in your account. If you cannot come, cancel the visit: somebody else will get the time.
message-appointment_reminder-action = About the visit

help-appointment-title = Booking a visit
help-appointment-lead = You can come to a service centre without a booking. If you prefer, book a time.
help-appointment-body =
    ## Do I have to book?
    No. Every centre receives people without a booking during its opening hours.

    ## How to book
    1. Your account must be Standard: your data have been verified.
    2. Find a [service centre](/service-centers) that takes bookings and choose “Book a time”.
    3. Choose the purpose, the day and the time, from an hour ahead to two weeks ahead. Times are those of the centre’s own clock.
    4. Check the address and what to bring, and press “Book”.

    A message comes at once and a reminder a day before. The visit can be added to your calendar.

    ## If your plans change
    Under [your visit](/appointment) you can choose another time or cancel. One visit can be booked at a time. If the centre changes its hours or closes, we tell you.

    ## If you are late
    Tell the staff at the centre: they wait for half an hour, and afterwards the administrator of the centre receives you.

clerk-booked-miss = Nobody came
