### Пароли

password-show = Показать
password-hide = Скрыть
password-strength = Надёжность пароля
password-bands = очень слабый|слабый|средний|надёжный|очень надёжный
password-rules-title = В пароле должно быть:
password-rule-met = выполнено
password-rule-unmet = пока не выполнено
password-rule-length = не меньше { $n ->
    [one] { $n } символа
   *[other] { $n } символов
}
password-rule-upper = заглавная латинская буква
password-rule-lower = строчная латинская буква
password-rule-digit = цифра
password-rule-mark = знак препинания, например ! ? ; )
password-rule-neighbors = никаких двух одинаковых символов подряд
password-rule-forbidden = ни одного из символов { $characters }
password-use-this = Взять этот
password-rules-further = В нём не должно быть:
password-rule-common = простых слов, годов и клавиш подряд
password-rule-own-data = вашего имени, даты рождения, телефона и почты

password-title = Придумайте пароль
password-title-recovery = Новый пароль
password-lead = С этим паролем вы будете входить на портал и на все сайты, которые подключены к единой системе.
password-for = Пароль для входа по логину
password-label = Пароль
password-repeat = Повторите пароль
password-secret = Никому не сообщайте пароль. Сотрудники портала и банков его никогда не спрашивают.
password-pending = { $contact } пока не подтверждён. Это можно сделать и позже, в личном кабинете.
password-pending-confirm-mobile-phone = Ввести код из СМС
password-pending-confirm-email = Подтвердить по письму
password-generator-title = Придумать пароль за меня
password-generator-text = Отметьте, из чего составить пароль.
password-generator-digits = Цифры
password-generator-capitals = Заглавные латинские буквы
password-generator-small = Строчные латинские буквы
password-generator-special = Специальные знаки, например ! ? ;
password-generator-length = Сколько символов
password-create = Создать пароль
password-candidates = Выберите один из паролей
password-candidates-hint = Выбранный пароль можно изменить. Запишите его и храните там, где его никто не увидит.
password-candidates-take = Взять выбранный
password-filled = Пароль подставлен в оба поля. Его можно изменить.
password-warning-title = Такой пароль не подойдёт

field-password-length = Слишком короткий пароль. Нужно не меньше { $minimum ->
    [one] { $minimum } символа
   *[other] { $minimum } символов
}
field-password-too-long = Слишком длинный пароль. Нужно не больше { $maximum ->
    [one] { $maximum } символа
   *[other] { $maximum } символов
}
field-password-uppercase = Добавьте заглавную латинскую букву: от A до Z
field-password-lowercase = Добавьте строчную латинскую букву: от a до z
field-password-digit = Добавьте цифру
field-password-adjacent-repeat = Два одинаковых символа стоят рядом. Замените один из них
field-password-punctuation = Добавьте знак препинания. Подойдёт любой из этих: { $allowed }
field-password-forbidden-char = Уберите из пароля { $characters }
field-password-common = Такой пароль легко угадать. Придумайте другой
field-password-own-data = Уберите из пароля своё имя, дату рождения, телефон или почту
field-password-repeat-differs = Пароли не совпадают
field-password-generator-no-class = Отметьте хотя бы один пункт
field-password-generator-too-short = Слишком коротко. Нужно не меньше { $minimum }
field-password-generator-too-long = Слишком длинно. Нужно не больше { $maximum }
field-password-generator-impossible = Из этого пароль не составить. Отметьте больше пунктов
field-password-wrong = Пароль не подошёл
field-password-generator-number = Введите число, например 8
