### Запись в центр обслуживания: выбрать время, записаться, перенести, отменить

appointment-title = Записаться на приём
appointment-own-title = Ваша запись
appointment-review-title = Проверьте и запишитесь
appointment-walk-in = Записываться не обязательно: приходите без записи в любое время в часы работы.
appointment-how = При желании можно выбрать время заранее: найдите центр, где есть запись.
appointment-when = { $weekday }, { $date }, { $time }
appointment-time = Время
appointment-place = Место
appointment-purpose = Цель
appointment-task-confirm_identity = Подтвердить личность
appointment-task-correct_data = Исправить ошибку в данных
appointment-task-delete_account = Удалить учётную запись
appointment-bring = Возьмите с собой
appointment-bring-identity_document = паспорт или другой документ, данные которого указаны в кабинете
appointment-bring-snils = СНИЛС
appointment-day = День
appointment-free = свободно: { $n }
appointment-full = мест нет
appointment-times = Свободное время: { $day }
appointment-no-days = В ближайшие дни записаться в этот центр нельзя. Приходите без записи в часы работы.
appointment-no-times = Свободного времени нет. Выберите другой день или приходите без записи.
appointment-nearest = Ближайшее свободное время
appointment-chosen = Что вы выбрали
appointment-other-time = Другое время
appointment-moves = Вы записаны: { $when }. Новое время заменит эту запись.
appointment-submit = Записаться
appointment-move-submit = Перенести запись
appointment-told = Мы пришлём сообщение на ваши контакты и напомним за день.
appointment-none = Вы никуда не записаны.
appointment-calendar = Добавить в календарь
appointment-move = Выбрать другое время
appointment-other-center = Выбрать другой центр
appointment-cancel = Отменить запись
appointment-cancel-title = Отменить запись?
appointment-cancel-text = Это время сможет занять другой человек. Вы сможете записаться снова или прийти без записи.
appointment-keep = Оставить
appointment-begun = Время приёма наступило. Если вы опоздали, скажите сотруднику центра: он видит вашу запись.
appointment-box-title = Вы записаны на приём
appointment-box-open = О записи
appointment-file-title = Приём в центре обслуживания

refusal-appointment-off = В этот центр нельзя записаться. Приходите без записи в часы работы.
refusal-appointment-not-for-you = Здесь нет услуг, на которые вы могли бы записаться.
refusal-appointment-already-booked = Вы уже записаны. Здесь можно перенести запись или оставить её как есть.
refusal-appointment-taken = Это время уже занято. Вы пока не записаны: выберите другое.
refusal-appointment-over = Этой записи больше нет, или она успела измениться. Проверьте её ещё раз.
refusal-appointment-too-many = Сегодня вы записывались и переносили запись слишком часто. Попробуйте завтра или приходите без записи.

notice-appointment-booked = Вы записаны.
notice-appointment-moved = Запись перенесена.
notice-appointment-cancelled = Запись отменена.
notice-appointment_booked = Вы записались на приём в центр обслуживания.
notice-appointment_moved = Вы перенесли запись в центр обслуживания.
notice-appointment_cancelled = Вы отменили запись в центр обслуживания.
notice-appointment_called_off = Центр обслуживания не сможет принять вас в выбранное время. Выберите другое или приходите без записи.
notice-appointment_reminder = Скоро ваш приём в центре обслуживания.
notice-appointment_missed = Вас не приняли в выбранное время. Если вы в центре, обратитесь к администратору; если нет, приходите без записи или запишитесь снова.

audit-appointment-booked = Запись в центр обслуживания
audit-appointment-moved = Запись в центр обслуживания перенесена
audit-appointment-cancelled = Запись в центр обслуживания отменена
audit-appointment-called-off = Запись снята: в это время центр не работает
audit-appointment-reminded = Отправлено напоминание о записи
audit-appointment-missed = В назначенное время никого не приняли

message-appointment_booked-sms = { -message-system-short }: вы записаны в центр обслуживания на { $date }, { $time } (время местное). Возьмите паспорт
message-appointment_booked-subject = Вы записаны на приём
message-appointment_booked-body =
    Вас ждут { $date } в { $time } по местному времени: { $place }.

    Возьмите документ, данные которого указаны в кабинете. Услуга бесплатна.
message-appointment_booked-action = О записи
message-appointment_booked-after = Если это были не вы, смените пароль.
message-appointment_moved-sms = { -message-system-short }: запись в центр обслуживания перенесена на { $date }, { $time } (время местное)
message-appointment_moved-subject = Запись перенесена
message-appointment_moved-body =
    Теперь вас ждут { $date } в { $time } по местному времени: { $place }.

    Возьмите документ, данные которого указаны в кабинете. Услуга бесплатна.
message-appointment_moved-action = О записи
message-appointment_moved-after = Если это были не вы, смените пароль.
message-appointment_called_off-sms = { -message-system-short }: центр не примет вас { $date } в { $time }. Выберите другое время или приходите без записи
message-appointment_called_off-subject = Запись снята
message-appointment_called_off-body =
    Центр обслуживания не работает во время, на которое вы записались, { $date }, { $time }: { $place }. Приносим извинения.

    Выберите другое время или другой центр либо приходите без записи в часы работы.
message-appointment_called_off-action = Выбрать другое время
message-appointment_reminder-sms = { -message-system-short }: вас ждут в центре обслуживания { $date } в { $time } (время местное). Возьмите паспорт
message-appointment_reminder-subject = Скоро ваш приём
message-appointment_reminder-body =
    Вас ждут { $date } в { $time } по местному времени: { $place }.

    Возьмите документ, данные которого указаны в кабинете. Если прийти не получится, отмените запись: это время займёт другой человек.
message-appointment_reminder-action = О записи

help-appointment-title = Запись на приём
help-appointment-lead = В центр обслуживания можно прийти без записи. Если удобнее, выберите время заранее.
help-appointment-body =
    ## Нужно ли записываться
    Нет. Любой центр принимает без записи в часы работы.

    ## Как записаться
    1. Учётная запись должна быть стандартной: ваши данные проверены.
    2. Найдите [центр обслуживания](/service-centers), где есть запись, и выберите «Записаться на приём».
    3. Выберите цель, день и время: не раньше чем через час и не позже чем через две недели. Время указано местное.
    4. Проверьте адрес и что взять с собой и нажмите «Записаться».

    Сообщение придёт сразу, напоминание за день. Запись можно добавить в календарь.

    ## Если планы изменились
    На странице [вашей записи](/appointment) можно выбрать другое время или отменить её. Одновременно может быть одна запись. Если центр изменит часы работы или закроется, мы сообщим.

    ## Если вы опоздали
    Скажите об этом сотруднику центра: вас ждут полчаса, а потом примет администратор центра.

clerk-booked-miss = Никто не пришёл
