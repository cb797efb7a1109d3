package io.journey360.platform.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class DocumentsAutoConfigurationTest {

    private final ApplicationContextRunner contexts =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(DocumentsAutoConfiguration.class));

    @Test
    void givesEachServiceItsDatabaseOnTheEmbeddedServer() {
        contexts.withPropertyValues("journey.documents=embedded", "spring.application.name=booking-service")
                .run(context -> {
                    var database = context.getBean(MongoDatabase.class);
                    database.getCollection("slots").insertOne(new Document("_id", 1));
                    assertThat(database.getName()).isEqualTo("journey_booking");
                    assertThat(database.getCollection("slots").countDocuments()).isOne();
                });
    }

    @Test
    void sharesTheServerAndTheClientOfAParentContext() {
        contexts.withPropertyValues("journey.documents=embedded")
                .run(parent -> contexts.withParent(parent)
                        .withPropertyValues("journey.documents=embedded", "spring.application.name=analytics-service")
                        .run(child -> {
                            assertThat(child.getBean(MongoClient.class)).isSameAs(parent.getBean(MongoClient.class));
                            assertThat(child.getBean(EmbeddedDocuments.class))
                                    .isSameAs(parent.getBean(EmbeddedDocuments.class));
                            assertThat(child.getBean(MongoDatabase.class).getName())
                                    .isEqualTo("journey_analytics");
                        }));
    }

    @Test
    void startsNoServerForAnAddress() {
        contexts.withPropertyValues(
                        "journey.documents=mongodb://localhost:1", "spring.application.name=profile-service")
                .run(context -> {
                    assertThat(context).doesNotHaveBean(EmbeddedDocuments.class);
                    assertThat(context).hasSingleBean(MongoClient.class);
                });
    }
}
