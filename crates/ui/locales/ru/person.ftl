### Личные данные: форма, её просмотр и чужой СНИЛС

action-save = Сохранить
action-later = Позже
action-login-again = Войти повторно

notice-draft-saved = Черновик сохранён.
notice-data-kept = В силе остаются проверенные данные.
notice-data-unchanged = Эти данные уже проверены, ничего не изменилось.
notice-data-added = Данные сохранены.

person-form-title = Личные данные
person-form-at-hand = Приготовьте паспорт и страховое свидетельство СНИЛС: сведения вносятся точно так, как в документах.
person-form-in-force = Пока новые сведения проверяются, действуют прежние, уже проверенные.
person-form-draft-saved = Черновик сохранён { $at }. На проверку он не отправлен.
person-form-person = О вас
person-form-document = Документ, удостоверяющий личность
person-form-further = Дополнительно
person-form-name-hint = Русскими буквами, как в документе
person-form-birth-place-hint = Как в паспорте
person-form-snils-hint = 11 цифр
person-form-snils-picture = СНИЛС напечатан в верхней части свидетельства, под заголовком
person-form-document-hint = От вида документа зависит, какие сведения о нём нужны
person-form-change-type = Показать поля этого документа
person-form-passport-hint = 10 цифр подряд, например 4008123456
person-form-number-hint = Подряд, без пробелов
person-form-issued-by-hint = Точно как в документе
person-form-unit-code-hint = Например, 780-001
person-form-expiry-hint = Оставьте пустым, если документ бессрочный
person-form-inn-hint = 12 цифр. Для стандартной учётной записи не нужен

person-review-title = Проверьте, всё ли верно
person-review-lead = После отправки сведения сравнят с государственными реестрами. Ошибка в одной цифре приведёт к отказу.
person-form-latin-hint = Как в машиночитаемой строке документа, если она есть
person-review-added = Эти данные сохраняются с ваших слов. Проверенные данные остаются в силе, в реестры ничего не отправляется.
person-review-changed = новое
person-review-registries = СНИЛС проверит Пенсионный фонд, паспорт – Министерство внутренних дел. Больше ничего делать не нужно.
person-review-operator = СНИЛС проверит Пенсионный фонд, документ посмотрит сотрудник портала. Больше ничего делать не нужно.
person-review-time = Обычно проверка занимает до { $minutes } минут, иногда до { $days } дней.

snils-taken-title = Такой СНИЛС уже зарегистрирован
snils-taken-text = С этим СНИЛС уже есть учётная запись. Второй быть не может. Вот что можно сделать:
snils-taken-recover = Восстановить доступ к прежней учётной записи
snils-taken-correct = Исправить СНИЛС, если вы ошиблись в цифре
snils-taken-center = Прийти в центр обслуживания с паспортом и СНИЛС
snils-taken-support = Написать в службу поддержки
snils-taken-login = Войти по СНИЛС

citizenship-none = Лицо без гражданства

sex-male = Мужской
sex-female = Женский

document-internal_passport = Паспорт гражданина Российской Федерации
document-foreign_identity_document = Документ иностранного гражданина
document-residence_permit = Вид на жительство
document-refugee_certificate = Удостоверение беженца
document-immigration_certificate = Свидетельство о рассмотрении ходатайства
document-other = Другой документ

refusal-snils-taken = Такой СНИЛС уже зарегистрирован
refusal-verification-too-many = Сегодня вы отправляли сведения на проверку слишком часто. Попробуйте завтра.
refusal-verification-not-open = Эта проверка уже завершена

## Ошибки в полях

field-text-length = Не больше { $most } символов
field-text-pattern = Впишите название буквами, без особых знаков
field-date-format = Такой даты нет
field-birth-date-empty = Выберите дату рождения
field-birth-date-format = Такой даты нет
field-birth-date-future = Дата рождения ещё не наступила
field-birth-date-too-early = Проверьте год рождения
field-birth-date-under-age = Заполнять личные данные можно с 14 лет
field-birth-date-unusual = Проверьте год рождения: получается больше 110 лет
field-snils-unchecked-range = Такого СНИЛС нет
field-country-unknown = Выберите страну из списка
field-document-type-unknown = Выберите документ из списка
field-document-type-for-foreigners = Гражданину России нужен паспорт гражданина Российской Федерации
field-document-type-for-citizens = Этот паспорт бывает только у граждан России. Выберите другой документ
field-document-number-empty = Впишите серию и номер
field-document-series-format = Проверьте серию
field-document-number-format = Проверьте серию и номер
field-internal-passport-empty = Впишите серию и номер
field-internal-passport-format = Нужны 10 цифр подряд: 4 цифры серии и 6 цифр номера
field-passport-form-year = Год в серии далёк от даты выдачи. Проверьте и то, и другое
field-issue-date-future = Эта дата ещё не наступила
field-issue-date-before-birth = Документ не мог быть выдан до рождения
field-passport-issue-future = Эта дата ещё не наступила
field-passport-issue-before-form = Такие паспорта выдают с 1 октября 1997 года
field-passport-issue-before-age = Паспорт выдают с 14 лет. Проверьте дату выдачи и дату рождения
field-passport-expired = Этот паспорт действовал до { $usable_until }. Внесите новый
field-passport-replacement-due = Паспорт пора менять. Он действует до { $usable_until }
field-issued-by-empty = Впишите, кем выдан документ
field-issued-by-length = Не больше 255 символов
field-issued-by-character = Знака «{ $character }» в названии быть не может
field-unit-code-empty = Впишите код подразделения
field-unit-code-format = Нужны 6 цифр, например 780-001
field-unit-code-region = Код подразделения не начинается с 00
field-expiry-date-before-issue = Срок действия не может кончиться раньше, чем документ выдан
field-document-expired = Срок действия документа истёк
field-inn-empty = Впишите ИНН
field-inn-format = В ИНН 12 цифр
field-inn-zeros = Такого ИНН нет
field-inn-region = Такого ИНН нет
field-inn-checksum = Проверьте цифры ИНН
field-inn-not-person = Это ИНН организации, в ИНН человека 12 цифр
field-inn-not-organization = Это ИНН человека
field-name-in-capitals = Написано заглавными буквами. Может быть, «{ $offer }»?
