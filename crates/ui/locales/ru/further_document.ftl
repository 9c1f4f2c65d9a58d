### Другие документы в профиле

documents-title = Документы
documents-lead = Документы, которые можно добавить, чтобы услуги брали их номера отсюда. Для стандартной учётной записи они не нужны, и никто, кроме вас, их не видит.
documents-none = Вы пока не добавили ни одного документа.
documents-add = Добавить документ
documents-remove = Удалить
documents-save = Добавить
documents-expired = Срок истёк
documents-issued-optional = Дата выдачи (необязательно)
documents-expires-optional = Действует до (необязательно)

further-document-inn = ИНН
further-document-inn-hint = 12 цифр, например 500100732259
further-document-driving_licence = Водительское удостоверение
further-document-driving_licence-hint = Четыре знака и шесть цифр, например 77 14 123456
further-document-vehicle_certificate = Свидетельство о регистрации ТС
further-document-vehicle_certificate-hint = Например 77 УВ 123456
further-document-travel_passport = Заграничный паспорт
further-document-travel_passport-hint = Девять цифр, например 75 1234567
further-document-medical_policy = Полис ОМС
further-document-medical_policy-hint = 16 цифр
further-document-birth_certificate = Свидетельство о рождении
further-document-birth_certificate-hint = Например II-МЮ 123456
further-document-military_id = Военный билет
further-document-military_id-hint = Две буквы и семь цифр, например АН 1234567

field-document-known = Этот документ уже есть в списке
refusal-documents-too-many = В списке слишком много документов. Удалите тот, который больше не нужен
notice-document-added = Документ добавлен.
notice-document-removed = Документ удалён.
audit-document-added = В профиль добавлен документ
audit-document-removed = Из профиля удалён документ
