### Часовые пояса

zone-title = Часовой пояс
zone-hint = По нему показываются даты и время
zone-of = { $place } (МСК{ $hours })
label-time_zone = Часовой пояс
notice-time-zone-set = Часовой пояс сохранён.
field-region-zone-unknown = Выберите часовой пояс из списка

zone-city-Kaliningrad = Калининград
zone-city-Moscow = Москва
zone-city-Kirov = Киров
zone-city-Volgograd = Волгоград
zone-city-Samara = Самара
zone-city-Astrakhan = Астрахань
zone-city-Saratov = Саратов
zone-city-Ulyanovsk = Ульяновск
zone-city-Yekaterinburg = Екатеринбург
zone-city-Omsk = Омск
zone-city-Krasnoyarsk = Красноярск
zone-city-Novosibirsk = Новосибирск
zone-city-Barnaul = Барнаул
zone-city-Tomsk = Томск
zone-city-Novokuznetsk = Новокузнецк
zone-city-Irkutsk = Иркутск
zone-city-Yakutsk = Якутск
zone-city-Chita = Чита
zone-city-Khandyga = Хандыга
zone-city-Vladivostok = Владивосток
zone-city-Ust-Nera = Усть-Нера
zone-city-Magadan = Магадан
zone-city-Sakhalin = Южно-Сахалинск
zone-city-Srednekolymsk = Среднеколымск
zone-city-Kamchatka = Петропавловск-Камчатский
zone-city-Anadyr = Анадырь
