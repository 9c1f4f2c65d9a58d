### Страницы ошибок

error-reference = Номер обращения для службы поддержки:
error-go-home = На главную

error-bad-request-title = Запрос не понят
error-bad-request-text = Вернитесь на предыдущую страницу и попробуйте ещё раз.
error-forbidden-title = Доступа нет
error-forbidden-text = Эта страница вам недоступна. Возможно, форма устарела: откройте её заново и повторите.
error-not-found-title = Страница не найдена
error-not-found-text = Проверьте адрес. Возможно, страница переехала или её больше нет.
error-method-not-allowed-title = Так открыть страницу нельзя
error-method-not-allowed-text = Откройте страницу заново по ссылке или через меню.
error-conflict-title = Данные успели измениться
error-conflict-text = Пока вы заполняли страницу, данные изменились. Откройте её заново и проверьте.
error-gone-title = Ссылка больше не действует
error-gone-text = Срок действия истёк, или ссылкой уже воспользовались. Запросите новую.
error-too-large-title = Слишком большой объём данных
error-too-large-text = Уменьшите файл или выберите другой и отправьте ещё раз.
error-unsupported-media-title = Такой вид данных не принимается
error-unsupported-media-text = Отправьте форму со страницы портала или выберите файл другого вида.
error-unprocessable-title = Данные не приняты
error-unprocessable-text = Вернитесь на предыдущую страницу и проверьте, что вы ввели.
error-too-many-title = Слишком много попыток
error-too-many-text = Подождите немного и попробуйте ещё раз. Так мы защищаем вашу учётную запись.
error-internal-title = У нас что-то сломалось
error-internal-text = Мы уже знаем об ошибке. Попробуйте ещё раз через несколько минут. Сохранённые данные не потеряны.
error-unavailable-title = Сервис временно недоступен
error-unavailable-text = Попробуйте ещё раз через несколько минут. Сохранённые данные не потеряны.
