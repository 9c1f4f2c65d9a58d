### Восстановление пароля

recovery-title = Восстановление пароля
recovery-lead-contact = Укажите телефон или почту из вашей учётной записи. Мы пришлём код, и вы зададите новый пароль.
recovery-lead-snils = Укажите СНИЛС. Мы пришлём код на телефон или почту из вашей учётной записи.
recovery-by = Способ восстановления
recovery-contact-hint = По телефону вернуть доступ проще всего.
recovery-no-contact = Нет доступа ни к телефону, ни к почте?
recovery-no-contact-text = Придите с паспортом и СНИЛС в любой центр обслуживания. Там восстановят доступ бесплатно.
recovery-question-title = Контрольный вопрос
recovery-question-text = Ответьте на вопрос. Потом мы отправим код.
recovery-question-hint = Заглавные буквы, пробелы и точки не важны.
recovery-question = { $question ->
    [first-pet] Как звали вашего первого питомца?
    [childhood-street] На какой улице вы жили в детстве?
    [first-teacher] Как звали вашего первого учителя?
    [favourite-book] Какая книга у вас любимая?
    [grandmother-town] В каком городе жила ваша бабушка?
    [dream-job] Кем вы мечтали стать в детстве?
    [first-concert] На чьём концерте вы были впервые?
   *[first-school] В какой школе вы начали учиться?
}
recovery-done-title = Новый пароль действует
recovery-done-text = Войдите с новым паролем. На всех устройствах, где вы входили раньше, сеансы завершены.
recovery-over-title = Восстановление прервалось
recovery-over-text = Прошло слишком много времени, или вы продолжили на другом устройстве. Пароль остался прежним.
recovery-over-again = Начать заново

field-answer-wrong = Ответ не подошёл
field-required-security_answer = Введите ответ
field-account-not-found = Учётная запись по указанным данным не найдена
refusal-recovery-expired = Прошло слишком много времени. Начните заново.
refusal-recovery-out-of-step = Этот шаг уже пройден. Откройте страницу заново.
refusal-recovery-wrong-answer = Ответ не подошёл.

recovery-question-missing = Не знаете ответа или не задавали этот вопрос?
