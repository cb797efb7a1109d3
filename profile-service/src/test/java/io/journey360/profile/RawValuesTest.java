package io.journey360.profile;

import static io.journey360.profile.Api.PROFILES;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Who somebody is enters at the edge and goes no further. */
@ProfileServiceTest
@ExtendWith(OutputCaptureExtension.class)
class RawValuesTest {

    private static final String ANNA = "anna.raw.value@example.com";
    private static final String PHONE = "raw-value-of-a-phone";
    private static final String REFUSED = "raw-value-that-was-refused";

    @Autowired
    Api api;

    @Autowired
    MongoClient documents;

    @Value("${journey.data}")
    Path data;

    @Test
    void areNeitherInTheLogNorInADocumentNorInALogLineNorInAnAnswer(CapturedOutput output) throws Exception {
        var identities = "{'identities':[{'customer':'%s'},{'anonymous':'%s','source':'web-shop'}]}";
        var opened = api.post(PROFILES, identities.formatted(ANNA, PHONE), "Idempotency-Key", "raw-1");
        var ben = api.open("ben.raw.value@example.com");
        var merged =
                api.post(opened.location() + "/merges", "{'with':'%s'}".formatted(ben), "Idempotency-Key", "raw-2");
        var refused =
                api.post(PROFILES + "/" + ben + "/identities", "{'customer':'%s','%s':1}".formatted(REFUSED, "name"));
        var second = api.post(PROFILES + "/" + ben + "/identities", "{'customer':'%s'}".formatted(REFUSED));
        assertThat(opened.status()).isEqualTo(201);
        assertThat(merged.status()).isEqualTo(201);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(second.status()).isEqualTo(409);

        var everything = new ArrayList<String>();
        everything.add(output.getAll());
        everything.add(opened.toString() + merged + refused + second + api.person(ben));
        everything.addAll(files());
        for (var database : documents.listDatabaseNames()) {
            for (var collection : documents.getDatabase(database).listCollectionNames()) {
                documents
                        .getDatabase(database)
                        .getCollection(collection)
                        .find()
                        .forEach(d -> everything.add(d.toJson()));
            }
        }

        assertThat(everything).anyMatch(text -> text.contains(api.customer(ANNA).value()));
        assertThat(everything)
                .noneMatch(text -> text.contains(ANNA)
                        || text.contains("raw.value")
                        || text.contains(PHONE)
                        || text.contains(REFUSED));
    }

    /** Byte for byte, as Latin-1. */
    private ArrayList<String> files() throws IOException {
        var contents = new ArrayList<String>();
        try (var files = Files.walk(data.getParent())) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                contents.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(contents).isNotEmpty();
        assertThat(contents).anyMatch(text -> text.contains("ProfileOpened"));
        return contents;
    }
}
