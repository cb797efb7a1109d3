package io.journey360.touchpoint.collector;

import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param deniedAttributes attribute names that are dropped, in lower case, letters and digits only
 * @param pendingEvents how many events may wait for the log before the collector answers 503
 * @param streams how many NDJSON requests are read at once
 */
@ConfigurationProperties("journey.collector")
record CollectorSettings(
        @DefaultValue({
            "name",
            "firstname",
            "lastname",
            "fullname",
            "givenname",
            "familyname",
            "middlename",
            "surname",
            "customername",
            "username",
            "mail",
            "tel",
            "mobile",
            "cell",
            "fax",
            "address",
            "street",
            "postaladdress",
            "birthdate",
            "birthday",
            "dateofbirth",
            "dob",
            "ssn",
            "socialsecuritynumber",
            "passport",
            "passportnumber",
            "nationalid",
            "iban",
            "pin",
            "ip",
            "ipaddress",
            "useragent",
            "token",
            "secret"
        })
        Set<String> deniedAttributes,

        @DefaultValue("20000") int pendingEvents,
        @DefaultValue("16") int streams) {}
