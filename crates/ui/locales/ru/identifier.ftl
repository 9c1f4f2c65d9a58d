### Ошибки в именах, номерах и адресах

field-name-empty = Заполните это поле
field-name-empty-family_name = Введите фамилию
field-name-empty-given_name = Введите имя
field-name-length = Здесь помещается не больше 100 букв
field-name-digits = Напишите без цифр
field-name-latin = Напишите русскими буквами, как в паспорте
field-name-hyphen = Прочерк вместо имени ставит только сотрудник центра обслуживания. Укажите имя, которое есть в документе
field-name-pattern = Здесь могут быть только буквы, дефис и апостроф

field-latin-name-empty = Заполните поле
field-latin-name-length = Не больше 100 букв
field-latin-name-pattern = Латинские буквы, как в документе

field-phone-empty = Введите номер мобильного телефона
field-phone-character = В номере могут быть только цифры, пробелы, скобки, дефисы и знак плюс в начале
field-phone-length = Проверьте номер: в нём должно быть 11 цифр, например 8 912 345-67-89
field-phone-not-mobile = Это не мобильный номер. СМС на него не придёт. Нужен номер, который начинается с +7 9
field-phone-foreign = Нужен российский номер, он начинается с +7 или 8

field-email-empty = Введите адрес электронной почты
field-email-format = Проверьте адрес: в нём должен быть один знак @, например ivanova@example.ru
field-email-local = Проверьте часть адреса перед знаком @
field-email-unicode-local = Перед знаком @ могут быть только латинские буквы, цифры и знаки
field-email-length = Адрес слишком длинный. Проверьте, нет ли в нём лишнего
field-email-domain = Проверьте часть адреса после знака @, например example.ru

field-snils-empty = Введите номер СНИЛС
field-snils-format = В номере СНИЛС 11 цифр, например 112-233-445 95
field-snils-zero = Проверьте номер СНИЛС: нулями он быть не может
field-snils-checksum = В номере СНИЛС ошибка. Сверьте его с документом, цифру за цифрой
