### Для тех, кто подключает свой сайт или программу

developer-title = Разработчикам
developer-lead = Подключите свой сайт или программу, чтобы люди входили туда с учётной записью этого портала.
developer-visitor = Войдите, чтобы добавить свой сайт.
developer-below = Добавлять сайты можно с учётной записью не ниже этого уровня:
developer-sites = Мои сайты
developer-no-sites = Вы ещё не добавили ни одного сайта. Это займёт две минуты.
developer-new = Добавить сайт
developer-how-title = Как это происходит
developer-how-enter = Добавьте сайт: название, адреса и что ему нужно знать о людях.
developer-how-connect = Скопируйте готовый пример для своего языка программирования.
developer-how-try = Попробуйте. Пока сайт проходит испытания, войти на него можете только вы и приглашённые вами коллеги.
developer-how-open = Попросите открыть сайт для всех. Наши сотрудники посмотрят его и ответят вам здесь.

developer-kind-web = Сайт на сервере
developer-kind-web-hint = Программа на вашем сервере может хранить секрет.
developer-kind-page = Программа на веб-странице
developer-kind-page-hint = Всё работает в браузере посетителя, и хранить секрет там нельзя.
developer-kind-native = Программа для телефона или компьютера
developer-kind-native-hint = Люди её устанавливают, и хранить секрет в ней нельзя.
developer-kind-program = Программа без людей
developer-kind-program-hint = Действует сама от себя, никто на неё не входит.
developer-kind-esia = Информационная система, написанная для ЕСИА
developer-kind-esia-hint = Подписывает запросы своим сертификатом, как это делают с ЕСИА. Менять её программу не нужно.

developer-authentication-private-key-jwt = Ключом: ваша программа подписывает, у нас хранится открытая половина
developer-authentication-client-secret-basic = Секретом в заголовке запроса
developer-authentication-client-secret-post = Секретом в форме запроса
developer-authentication-none = Никак: такая программа не может хранить секрет

developer-scope-profile = Общее: имя, пол, дата рождения, уровень учётной записи
developer-scope-fullname = Фамилия, имя, отчество
developer-scope-birthdate = Дата рождения
developer-scope-gender = Пол
developer-scope-email = Адрес электронной почты
developer-scope-phone = Мобильный телефон
developer-scope-snils = СНИЛС
developer-scope-inn = ИНН
developer-scope-id-doc = Документ, удостоверяющий личность
developer-scope-birthplace = Место рождения
developer-scope-citizenship = Гражданство
developer-scope-latin-name = Имя латинскими буквами
developer-scope-level = Уровень учётной записи и как он подтверждён
developer-scope-mobile = Мобильный телефон (scope ЕСИА)
developer-scope-contacts = Телефон и адрес электронной почты
developer-scope-usr-brf = Имя (старый scope)
developer-scope-usr-inf = Все данные о человеке (старый scope)

developer-state-test = проходит испытания
developer-state-production = открыт для всех
developer-state-off = отключён
developer-role-owner = Владелец
developer-role-colleague = Коллега

developer-new-title = Добавить сайт
developer-edit-title = Изменить: { $site }
developer-edit-reviewed = Сайт открыт для всех. Если изменение даёт ему больше возможностей или другое название, его сначала посмотрят наши сотрудники. До этого всё останется как есть.
developer-create = Добавить сайт
developer-part-site = Сайт
developer-part-addresses = Адреса
developer-part-proof = Как сайт доказывает, что это он
developer-part-data = Что сайт просит у людей
developer-part-people = Кого сайт принимает
developer-names = Название
developer-name-ru = Название по-русски
developer-name-hint = Его увидят люди при входе.
developer-name-en = Название по-английски
developer-name-fr = Название по-французски
developer-site-kind = Что это
developer-redirect-uris = Адреса, на которые люди возвращаются после входа
developer-redirect-uris-hint = По одному в строке, полностью и точно. Во время испытаний можно указать http://localhost. Программе без людей адреса не нужны.
developer-redirect-uri = Адрес возврата
developer-logout-uris = Адреса, на которые люди возвращаются после выхода
developer-logout-uris-hint = По одному в строке.
developer-backchannel-uri = Адрес, на который мы сообщаем о конце сеанса
developer-backchannel-uri-hint = Ваш сервер получает logout_token и завершает свой сеанс (Back-Channel Logout). Без него сайт о выходе не узнает.
developer-initiate-uri = Адрес, по которому сайт начинает вход
developer-initiate-uri-hint = Сюда приходят по ссылке портала, и сайт отправляет человека на портал с запросом (initiate_login_uri). С этим адресом портал может сам попробовать вход.
developer-policy-uri = Страница о том, как сайт обращается с данными
developer-policy-uri-hint = Люди могут открыть её, прежде чем согласиться.
developer-authentication = Как сайт доказывает, что это он
developer-authentication-hint = Для сайта на сервере и программы без людей. Ключ надёжнее: он есть только у вас.
developer-keys = Открытые ключи
developer-keys-hint = Вставьте набор ключей (JWKS), сертификат или открытый ключ в PEM. Никогда не вставляйте закрытый ключ. Нужно, только если сайт доказывает, что это он, ключом.
developer-scopes = Что сайт просит у людей
developer-scopes-text = Просите только то, что нужно. Прежде чем согласиться, люди читают, зачем это. Откройте строку, чтобы отметить её.
developer-scope-ask = Сайт просит
developer-purpose-ru = Зачем, по-русски
developer-purpose-hint = Одним предложением, например: чтобы напоминать о сроке возврата книг
developer-purpose-en = Зачем, по-английски
developer-purpose-fr = Зачем, по-французски
developer-least-level = С какого уровня учётной записи
developer-excluded-methods = Какие способы подтверждения не подходят
developer-excluded-methods-hint = Если личность подтверждена только этими способами, сайт такую учётную запись не примет.
developer-second-factor = Только вход со вторым фактором
developer-second-factor-hint = Одного пароля тогда недостаточно.
developer-yes = да
developer-no = нет
developer-nothing = нет
developer-note = Что важно знать нашим сотрудникам
developer-note-hint = Например, для чего сайт и к кому обращаться.

developer-site-title = Сайт «{ $site }»
developer-client-id = Имя в протоколе (client_id)
developer-is-held = Наши сотрудники отключили этот сайт. Напишите в поддержку.
developer-under-test = Сайт проходит испытания: войти на него можете только вы и ваши коллеги.
developer-edit = Изменить данные
developer-since = Добавлен
developer-promoted = Открыт для всех
developer-to-site = На страницу сайта
developer-waiting-title = Наши сотрудники смотрят запрос
developer-waiting-text = Вы отправили его { $at }. Ответ придёт сюда и сообщением.
developer-withdraw = Отозвать запрос
developer-turned-down = В запросе отказано
developer-secret-title = Секрет (client_secret)
developer-secret-is-there = У сайта есть секрет. Мы не храним его копию и показать не можем.
developer-secret-is-not-there = У сайта ещё нет секрета.
developer-secret-previous = Прежний действует до { $at }.
developer-secret-lost = Нынешний секрет стал известен другим, он должен сразу перестать действовать
developer-secret-new = Создать новый секрет
developer-secret-new-title = Новый секрет
developer-secret-once = Скопируйте секрет сейчас. Больше мы его не покажем.
developer-secret-overlap = Если вы не отметили, что секрет стал известен, прежний действует ещё 24 часа, чтобы вы успели заменить его везде.
developer-created-title = Сайт «{ $site }» добавлен
developer-keys-title = Открытые ключи
developer-keys-change = Заменить ключи
developer-keys-text = Сначала добавьте новый ключ и оставьте старый. Когда ваша программа начнёт подписывать новым, вернитесь и оставьте только его.
developer-keys-keep = Оставить ключи, которые уже есть
developer-keys-keep-hint = Без этой отметки с этого момента действуют только вставленные.
developer-days-title = Цифры
developer-days-none = За последние 30 дней сайтом не пользовались.
developer-days-text = Дни за последние 30, когда сайтом пользовались
developer-days-day = День
developer-days-sign-ins = Входы
developer-days-refusals = Отказы
developer-days-tokens = Токены
developer-errors-title = Последние ошибки
developer-errors-none = За последние семь дней ошибок не было.
developer-errors-text = Что ответили сайту за последние семь дней. Данных о людях здесь нет.
developer-open-title = Открыть сайт для всех
developer-open-text = Наши сотрудники посмотрят адреса, что сайт просит и зачем. Адреса вашего компьютера до этого нужно убрать. Портал ещё раз сам проверит сайт.
developer-open-ask = Попросить открыть
developer-switch-title = Отключение
developer-switch-off-text = На отключённый сайт никто не может войти, и всё, что ему выдано, на это время не действует. Включить его можно снова.
developer-switch-off = Отключить сайт
developer-switch-on-text = Сайт отключён. Никто не может на него войти.
developer-switch-on = Включить сайт
developer-delete-title = Удаление
developer-delete-text = Сайт, который ни разу не открывали для всех, можно удалить. Вернуть его нельзя.
developer-delete = Удалить сайт
developer-copy = Скопировать
developer-copy-done = Скопировано

developer-members-title = Кто отвечает за сайт
developer-member-self = (вы)
developer-member-leave = Больше не отвечать
developer-member-remove = Исключить
developer-invite-title = Пригласить коллегу
developer-invite-text = Одна ссылка для одного человека, она действует { $days ->
    [one] { $days } день
    [few] { $days } дня
   *[many] { $days } дней
}. У сайта может быть до { $most } коллег. Они могут менять всё, кроме того, кто отвечает за сайт; открыть его для всех и удалить можете только вы.
developer-invite = Создать ссылку
developer-invite-link = Передайте эту ссылку коллеге. Больше мы её не покажем.
developer-invitations-open = { $n ->
    [one] Ещё не использовано { $n } приглашение.
    [few] Ещё не использовано { $n } приглашения.
   *[many] Ещё не использовано { $n } приглашений.
}
developer-invitations-void = Отозвать приглашения
developer-join-title = Приглашение
developer-join-text = Вас приглашают вместе отвечать за сайт «{ $site }».
developer-join = Согласиться
developer-member-name = Как вас видят коллеги
developer-member-name-hint = Это видят только те, кто отвечает за сайт.

developer-start-title = Как подключить сайт
developer-start-of = Подключить: { $site }
developer-start-lead = Ваши значения уже стоят в примерах. Возьмите пример для своего языка программирования.
developer-start-values = Значения
developer-issuer = Адрес портала (issuer)
developer-start-secret = Секрета в примерах нет. Передайте его своей программе в переменной окружения CLIENT_SECRET.

developer-part-esia = Система ЕСИА
developer-esia-only = Только для системы, написанной для ЕСИА.
developer-esia-only-short = только для систем ЕСИА
developer-esia-not = Не для системы, написанной для ЕСИА.
developer-esia-not-short = не для систем ЕСИА
developer-mnemonic = Мнемоника
developer-mnemonic-hint = Имя системы, которое уже стоит в её программе, например DEMO01: латинские заглавные буквы, цифры, дефис и подчёркивание. Изменить её потом нельзя.
developer-mnemonic-id = Мнемоника (client_id)
developer-esia-domains = Домены системы
developer-esia-domains-hint = По одному в строке, только схема и домен: https://site.example. Поддомены и любые страницы разрешены вместе с ним. Во время испытаний можно указать http://localhost с портом.
developer-esia-domain = Домен системы
developer-esia-certificates = Сертификаты системы
developer-esia-certificates-hint = Сертификаты в PEM, один за другим, от «BEGIN CERTIFICATE» до «END CERTIFICATE». Ключи RSA или ГОСТ. Никогда не вставляйте закрытый ключ.
developer-esia-key-how = Как сделать ключ и сертификат с помощью OpenSSL
developer-esia-algorithm = Алгоритм подписи токенов
developer-esia-algorithm-hint = Им мы подписываем токены для вашей системы. RS256 проверяет любая библиотека.
developer-algorithm-RS256 = RSA с SHA-256 (RS256)
developer-algorithm-GOST3410-2012-256 = ГОСТ Р 34.10-2012, 256 бит
developer-algorithm-GOST3410-2012-512 = ГОСТ Р 34.10-2012, 512 бит
developer-esia-mode = Как мы читаем запросы системы
developer-esia-mode-strict = Строго
developer-esia-mode-strict-hint = Запрос должен быть в точности таким, каким описан для своего адреса, с временем не дальше 10 минут от нашего.
developer-esia-mode-lenient = Снисходительно
developer-esia-mode-lenient-hint = Мы принимаем любой известный порядок и вид подписи и не смотрим на время. Это для разработки: подпись проверяется и здесь, но подписанный запрос не устаревает.
developer-esia-subject = Вид sub в токенах
developer-esia-subject-hint = У настоящей ЕСИА это число; новые библиотеки ждут текст.
developer-esia-object = Вид номера человека в остальных местах (urn:esia:sbj_id)
developer-esia-object-hint = У настоящей ЕСИА это число.
developer-esia-number = Число
developer-esia-text = Текст
developer-esia-further = Кроме того, задано оператором портала
developer-esia-exact = Адреса возврата сравниваются целиком
developer-esia-own-credentials = Система может запрашивать токены от своего имени
developer-esia-unsigned = Код принимается, даже если подпись не подошла
developer-esia-window = Запрос годен { $n ->
    [one] { $n } минуту
    [few] { $n } минуты
   *[many] { $n } минут
}
developer-certificate-until = действует до { $at }
developer-certificate-early = ещё не действует; срок до { $at }
developer-certificate-expired = срок истёк { $at }
developer-log-title = Журнал запросов
developer-log-of = Журнал запросов: { $site }
developer-log-lead = Что стало с последними запросами системы за неделю: какое прочтение подписи подошло и почему не подошли другие. Данных о людях, подписей и кодов здесь нет.
developer-log-all = Видны и принятые запросы, и отказы.
developer-log-refused-only = Видны только отказы: система открыта для всех, и её запросы мы читаем строго.
developer-log-none = Запросов ещё не было.
developer-log-first = Возьмите готовый пример, подпишите запрос и откройте его в браузере. Через секунду он появится здесь.
developer-log-refused = отказ
developer-log-accepted = принят
developer-errors-esia = Ошибки системы, написанной для ЕСИА, стоят в журнале.
developer-start-esia-lead = Замените в системе адрес ЕСИА на адрес портала. Ваши значения в примерах уже стоят. Начните с ключа и сертификата.
developer-esia-address = Адрес портала (вместо https://esia.gosuslugi.ru)
developer-token-key-title = Ключ, которым подписаны токены
developer-token-key-text = Им система проверяет токены. Одним библиотекам нужен сертификат, другим открытый ключ.
developer-token-certificate = Скачать сертификат (PEM)
developer-token-key-next = С этого момента токены подписывает другой ключ: { $at }. Добавьте его в систему заранее.
developer-token-certificate-next = Скачать следующий сертификат (PEM)
developer-esia-off = Сейчас портал не принимает запросы систем, написанных для ЕСИА.
developer-review-lenient = Запросы этой системы читаются снисходительно: годится любой известный вид подписи, и, если ниже не указан срок, подписанный запрос не устаревает. Соглашайтесь, только если без этого система не может работать.

developer-reviews-title = Сайты разработчиков
developer-reviews-none = Запросов нет.
developer-change-promotion = открыть для всех
developer-change-change = изменить
developer-review-unfit = По правилам этот сайт открыть нельзя
developer-review-was = Было:
developer-review-approve = Согласиться
developer-review-refuse-title = Отказать
developer-review-refuse = Отказать
developer-review-reason-hint = Это прочитает разработчик.

notice-developer-saved = Данные сайта изменены.
notice-developer-check = Проверка началась. Откройте эту страницу ещё раз через минуту.
notice-developer-asked = Наши сотрудники посмотрят запрос. До этого всё останется как есть.
notice-developer-withdrawn = Запрос отозван.
notice-developer-switched = Готово.
notice-developer-deleted = Сайт удалён.
notice-developer-joined = Теперь вы тоже отвечаете за сайт.
notice-developer-left = Готово.
notice-developer-void = Приглашения отозваны.
notice-developer-reviewed = Готово. Разработчику сообщили.

refusal-developer-level = Уровень вашей учётной записи ниже того, который нужен разработчикам.
refusal-developer-too-many-sites = Вы отвечаете за столько сайтов, сколько разрешено одному человеку. Сначала удалите один из них или перестаньте за него отвечать.
refusal-developer-too-many-colleagues = У сайта уже столько коллег и неиспользованных приглашений, сколько разрешено.
refusal-developer-owner-only = Это может сделать только владелец сайта.
refusal-developer-invitation-over = Это приглашение уже использовано или устарело. Попросите новую ссылку.
refusal-developer-member-already = Вы уже отвечаете за этот сайт.
refusal-developer-no-secret = У этого сайта нет секрета.
refusal-developer-promoted = Сайт уже открывали для всех, удалить его нельзя. Отключите его.
refusal-developer-change-waiting = Наши сотрудники уже смотрят другой запрос об этом сайте. Подождите или отзовите его.
refusal-developer-not-fit = В таком виде сайт нельзя открыть для всех. Уберите адреса своего компьютера и проверьте, что остальные начинаются с https. Системе ЕСИА нужен действующий сертификат.
refusal-developer-held = Наши сотрудники отключили этот сайт. Напишите в поддержку.
refusal-developer-checked-often = За последний час сайт проверяли несколько раз. Попробуйте позже.
refusal-developer-checks-of-day = Вы запросили слишком много проверок за сутки. Попробуйте завтра.
refusal-developer-check-faults = При последней проверке найдены ошибки. Исправьте их и проверьте сайт ещё раз или отметьте, что знаете о них.

field-site-address-long = { $line ->
    [0] Адрес слишком длинный
   *[other] Строка { $line }: адрес слишком длинный
}
field-site-address-malformed = { $line ->
    [0] Напишите адрес целиком, как его показывает браузер, например https://site.example/done
   *[other] Строка { $line }: напишите адрес целиком, как его показывает браузер, например https://site.example/done
}
field-site-address-fragment = { $line ->
    [0] В адресе не должно быть знака # и того, что после него
   *[other] Строка { $line }: в адресе не должно быть знака # и того, что после него
}
field-site-address-user = { $line ->
    [0] В адресе не должно быть имени пользователя
   *[other] Строка { $line }: в адресе не должно быть имени пользователя
}
field-site-address-scheme = { $line ->
    [0] Адрес должен начинаться с https://
   *[other] Строка { $line }: адрес должен начинаться с https://
}
field-site-address-wildcard = { $line ->
    [0] Звёздочки в адресе не допускаются; напишите каждый адрес отдельно
   *[other] Строка { $line }: звёздочки в адресе не допускаются; напишите каждый адрес отдельно
}
field-site-address-no-dot = { $line ->
    [0] До двоеточия должно стоять доменное имя наоборот, например com.site.app
   *[other] Строка { $line }: до двоеточия должно стоять доменное имя наоборот, например com.site.app
}
field-site-long = Слишком длинно
field-site-repeated = Здесь что-то указано дважды
field-site-not-allowed = Это не сочетается с остальными полями
field-site-many = Не больше { $most } адресов
field-site-purpose = Напишите, зачем сайту нужно { $scope }
field-site-all-excluded = Хотя бы один способ должен подходить
field-site-kind-fixed = После открытия сайта для всех это уже не меняется
field-site-keys-long = Слишком длинно для открытых ключей
field-site-keys-private = Это закрытый ключ. Считайте, что он стал известен другим: создайте новую пару и вставьте только открытую половину
field-site-keys-unusable = Ни один ключ не подходит. Нужен RSA от 2048 до 4096 бит, EC P-256 или Ed25519
field-site-keys-unusable-at = Ключ № { $n } не подходит. Нужен RSA от 2048 до 4096 бит, EC P-256 или Ed25519
field-site-keys-many = Не больше 8 ключей
field-site-keys-unreadable = Это не набор ключей, не сертификат и не открытый ключ
field-site-keys-same-name = У двух ключей одно имя (kid)
field-site-kind-esia = Система, написанная для ЕСИА, остаётся ею, а другой сайт ею не становится. Добавьте новый сайт
field-site-mnemonic-length = Не больше { $most } знаков
field-site-mnemonic-characters = Только латинские заглавные буквы, цифры, дефис и подчёркивание
field-site-mnemonic-reserved = В мнемонике не бывает слов ESIA, EPGU, GOSUSLUGI и SMEV
field-site-mnemonic-portal = С PGU начинаются только мнемоники порталов
field-site-mnemonic-taken = Эта мнемоника занята
field-site-domain-malformed = Строка { $line }: напишите схему и домен, например https://site.example
field-site-domain-scheme = Строка { $line }: адрес должен начинаться с https://; http:// годится только для вашего компьютера (localhost) и только во время испытаний
field-site-domain-top = Строка { $line }: это домен верхнего уровня. Укажите свой домен полностью
field-site-domain-path = Строка { $line }: нужен только домен, без страницы. Любые страницы на нём и так разрешены
field-site-certificates-long = Для сертификатов это слишком много текста
field-site-certificates-pem = Это не PEM. Вставьте текст от «BEGIN CERTIFICATE» до «END CERTIFICATE»
field-site-certificates-many = Не больше { $most } сертификатов
field-site-certificates-none = Ни один сертификат сейчас не действует
field-site-certificate-pem = { $n }-я часть: это не сертификат
field-site-certificate-request = { $n }-я часть: это запрос на сертификат. Нужен сам сертификат
field-site-certificate-unreadable = { $n }-й сертификат не читается
field-site-certificate-key = { $n }-й сертификат: такой ключ не подходит. Нужен RSA от 2048 бит или ГОСТ Р 34.10-2012
field-site-certificate-expired = { $n }-й сертификат: срок истёк { $on }
field-site-certificate-early = { $n }-й сертификат: действует только с { $on }
field-site-certificate-usage = { $n }-й сертификат: его ключом нельзя подписывать (keyUsage)
field-site-esia-unsigned = Оператор портала разрешил этой системе получать токены без подписи. Это возможно только при снисходительном чтении и только во время испытаний. Напишите в поддержку
field-site-esia-window = Система запрашивает токены от своего имени, поэтому её запросы должны устаревать. Оставьте строгое чтение или напишите в поддержку

label-site_kind = Что это
label-redirect_uris = Адреса после входа
label-logout_uris = Адреса после выхода
label-backchannel_uri = Адрес для сообщений о выходе
label-initiate_uri = Адрес, где начинается вход
label-policy_uri = Страница о данных
label-authentication = Проверка сайта
label-keys = Ключи
label-mnemonic = Мнемоника
label-esia_domains = Домены
label-esia_certificates = Сертификаты
label-esia_algorithm = Алгоритм токенов
label-esia_mode = Чтение запросов
label-esia_subject = Вид sub
label-esia_object = Вид номера
label-least_level = Уровень
label-excluded_methods = Неподходящие способы
label-member_name = Как вас видят коллеги

audit-site-entered = Вы добавили сайт в разделе для разработчиков
audit-site-edited = Вы изменили данные своего сайта
audit-site-change-asked = Вы попросили изменить свой сайт
audit-site-change-withdrawn = Вы отозвали запрос о своём сайте
audit-site-switched-off = Вы отключили свой сайт
audit-site-switched-on = Вы включили свой сайт
audit-site-deleted = Вы удалили свой сайт
audit-site-secret-rotated = Вы создали новый секрет для своего сайта
audit-site-keys-changed = Вы изменили ключи своего сайта
audit-site-checked = Вы запустили проверку своего сайта
audit-site-colleague-invited = Вы создали приглашение для коллеги по сайту
audit-site-invitations-withdrawn = Вы отозвали приглашения
audit-site-joined = Вы стали одним из ответственных за сайт
audit-site-left = Вы перестали отвечать за сайт
audit-site-colleague-removed = Вы исключили коллегу из ответственных за сайт
audit-site-promotion-asked = Вы попросили открыть свой сайт для всех
audit-site-promoted = Ваш сайт открыт для всех
audit-site-changed = Изменение вашего сайта согласовано
audit-site-change-refused = По вашему запросу о сайте отказано

message-site_agreed-sms = { -message-system-short }: запрос о вашем сайте согласован
message-site_agreed-subject = Ваш сайт
message-site_agreed-body = Наши сотрудники согласились с вашим запросом о сайте в системе { -message-system }. Он уже действует.
message-site_agreed-action = Открыть страницу сайта
message-site_refused-sms = { -message-system-short }: в запросе о вашем сайте отказано. Причина на его странице
message-site_refused-subject = Ваш сайт: в запросе отказано
message-site_refused-body = Наши сотрудники отказали в вашем запросе о сайте в системе { -message-system }. На странице сайта написано почему. Запрос можно отправить снова.
message-site_refused-action = Прочитать причину
notice-site_agreed = Запрос о вашем сайте согласован.
notice-site_refused = В запросе о вашем сайте отказано.

operator-task-sites = Сайты разработчиков
operator-task-sites-text = Открыть сайты для всех и согласовать их изменения
