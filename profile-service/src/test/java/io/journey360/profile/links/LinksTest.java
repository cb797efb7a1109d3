package io.journey360.profile.links;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.events.IdentityKey;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.log.LogDatabase;
import io.journey360.profile.Api;
import io.journey360.profile.ProfileServiceTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;

@ProfileServiceTest
class LinksTest {

    @Autowired
    Api api;

    @Autowired
    JourneyLog log;

    @Autowired
    LogDatabase database;

    @Autowired
    Links links;

    /** On a log with several writers a transaction may commit after one that took a later position. */
    @Test
    void anEventThatCommitsLateIsFoldedWhereItsPositionIs() throws Exception {
        var anna = api.customer("la-anna");
        var ben = api.customer("la-ben");
        var kiosk = api.anonymous("la-kiosk");
        links.catchUp();
        takePosition();
        api.appended(ben, kiosk);
        assertThat(links.caughtUp()).isFalse();
        assertThat(links.persons().personOf(kiosk)).isEqualTo(kiosk);

        commitAtPositionBeforeHead(ben, anna);

        assertThat(links.caughtUp()).isTrue();
        var link = links.persons().linksOf(kiosk).getFirst();
        assertThat(link.first()).isEqualTo(anna);
        assertThat(link.undone().other()).isEqualTo(ben);
    }

    @Test
    void aRestartComesToTheSame() {
        var anna = api.customer("lb-anna");
        var phone = api.anonymous("lb-phone");
        api.collected(anna, phone);
        api.collected(api.customer("lb-ben"), null);
        var consent = "{'granted':%s,'evidence':{'wording':'1','source':'desk'}}";
        for (var granted : List.of(true, false)) {
            api.call(HttpMethod.PUT, Api.PROFILES + "/" + anna + "/consents/analytics", consent.formatted(granted));
        }

        var restarted = new Links(log, List.of());
        restarted.start();
        try {
            restarted.catchUp();
            assertThat(restarted.persons().history())
                    .isNotEmpty()
                    .isEqualTo(links.persons().history());
            assertThat(restarted.kindOf(api.customer("lb-ben"))).isEqualTo(links.kindOf(api.customer("lb-ben")));
            assertThat(restarted.consents().said(List.of(anna), log.head()))
                    .hasSize(2)
                    .isEqualTo(links.consents().said(List.of(anna), log.head()));
            assertThat(restarted.position()).isEqualTo(log.head());
        } finally {
            restarted.stop();
        }
    }

    @Test
    void anEventThatCannotBeReadIsLeftOut() throws Exception {
        var anna = api.customer("lc-anna");
        api.collected(api.customer("lc-other"), null);
        try (var connection = database.writes().getConnection();
                var spoilt = connection.prepareStatement("""
                        insert into DomainEventEntry (aggregateIdentifier, eventIdentifier, metaData, payload,
                            payloadRevision, payloadType, sequenceNumber, timeStamp, type)
                        select aggregateIdentifier || 'x', eventIdentifier || 'x', metaData, x'00',
                            payloadRevision, payloadType, sequenceNumber, timeStamp, type
                        from DomainEventEntry where globalIndex = (select max(globalIndex) from DomainEventEntry)""")) {
            assertThat(spoilt.executeUpdate()).isEqualTo(1);
        }
        var restarted = new Links(log, List.of());
        restarted.start();
        try {
            api.appended(anna, null);
            restarted.catchUp();
            assertThat(restarted.kindOf(anna)).isNotNull();
            assertThat(restarted.position()).isEqualTo(log.head());
        } finally {
            restarted.stop();
        }
    }

    private void takePosition() throws Exception {
        try (var connection = database.writes().getConnection();
                var take = connection.prepareStatement(
                        "update sqlite_sequence set seq = seq + 1 where name = 'DomainEventEntry'")) {
            assertThat(take.executeUpdate()).isEqualTo(1);
        }
    }

    /** The last event once more, one position earlier and of another customer. */
    private void commitAtPositionBeforeHead(IdentityKey customer, IdentityKey instead) throws Exception {
        long head = log.head();
        try (var connection = database.writes().getConnection();
                var read = connection.prepareStatement("select payload from DomainEventEntry where globalIndex = ?");
                var write = connection.prepareStatement("""
                        insert into DomainEventEntry (globalIndex, aggregateIdentifier, eventIdentifier, metaData, payload,
                            payloadRevision, payloadType, sequenceNumber, timeStamp, type)
                        select globalIndex - 1, aggregateIdentifier || 'x', eventIdentifier || 'x', metaData, ?,
                            payloadRevision, payloadType, sequenceNumber, timeStamp, type
                        from DomainEventEntry where globalIndex = ?""")) {
            read.setLong(1, head);
            byte[] payload;
            try (var row = read.executeQuery()) {
                row.next();
                payload = row.getBytes(1);
            }
            var text = new String(payload, StandardCharsets.UTF_8).replace(customer.value(), instead.value());
            write.setBytes(1, text.getBytes(StandardCharsets.UTF_8));
            write.setLong(2, head);
            assertThat(write.executeUpdate()).isEqualTo(1);
        }
    }
}
