### Проверка личных данных

verification-title-in_progress = Идёт проверка ваших данных
verification-title-verified = Проверка ваших личных данных завершена
verification-title-rejected = Данные не подтверждены
verification-title-needs_operator = Данные проверяет сотрудник
verification-title-superseded = Отправлены новые данные

verification-running-text = Обычно это занимает от 15 до { $minutes } минут, иногда до { $days } дней. Страницу можно закрыть: мы сообщим о результате.
verification-verified-text = Данные подтверждены, учётная запись теперь стандартная. Войдите повторно, чтобы увидеть новые возможности.
verification-rejected-text = Некоторые сведения не совпали с реестром. Исправьте данные и отправьте их снова.
verification-level-stays = Уровень учётной записи не изменился.
verification-operator-text = Реестр не может проверить эти данные сам. Их посмотрит сотрудник, и мы сообщим о результате. Делать ничего не нужно.

verification-checks-title = Что проверяется
verification-snils = СНИЛС
verification-passport = Паспорт
verification-document = Документ, удостоверяющий личность
verification-pension-fund = Пенсионный фонд
verification-interior-ministry = Министерство внутренних дел
verification-operator = сотрудник портала

verification-not_submitted = ещё не отправлено
verification-in_progress = идёт проверка
verification-verified = подтверждено
verification-rejected = не подтверждено
verification-unavailable = реестр временно недоступен
verification-needs_operator = проверяет сотрудник

verification-unavailable-text = Мы отправим запрос, как только реестр ответит. Он не потеряется.
verification-needs-operator-text = Ответ будет, когда сотрудник посмотрит данные.
verification-no-data-text = В реестре такого документа нет. Проверьте номер.
verification-refused-text = Сотрудник не смог подтвердить документ. Проверьте данные или обратитесь в поддержку.
verification-mismatch-text = Реестр не сказал, какие сведения не совпали. Сравните всё с документом.
verification-fields-differ = Не совпали:
verification-sent-at = Отправлено { $at }

verification-changes-title = Проверяются новые сведения
verification-correct = Исправить и отправить снова
verification-reload = Обновить страницу
verification-snils-taken-ways = Что делать, если СНИЛС уже зарегистрирован
verification-again-text = Реестр не ответил вовремя. Вы можете отправить те же данные ещё раз.
verification-again = Посмотреть и отправить снова
verification-keep-text = Эти сведения не действуют: в силе ваши проверенные данные. Можно оставить их и отозвать изменение.
verification-keep = Оставить проверенные данные
