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
