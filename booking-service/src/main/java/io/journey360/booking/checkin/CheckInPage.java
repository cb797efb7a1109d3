package io.journey360.booking.checkin;

import io.swagger.v3.oas.annotations.Hidden;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The page behind a check-in link. The token stands in the fragment, which no browser sends and no log sees. */
@RestController
@RequestMapping("/api/v1/check-in")
@Hidden
class CheckInPage {

    private static final String POLICY =
            "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    @GetMapping
    ResponseEntity<Resource> page() {
        return file("page.html", MediaType.TEXT_HTML);
    }

    @GetMapping("/page.js")
    ResponseEntity<Resource> script() {
        return file("page.js", MediaType.valueOf("text/javascript"));
    }

    @GetMapping("/page.css")
    ResponseEntity<Resource> style() {
        return file("page.css", MediaType.valueOf("text/css"));
    }

    @GetMapping("/icon.svg")
    ResponseEntity<Resource> icon() {
        return file("icon.svg", MediaType.valueOf("image/svg+xml"));
    }

    private static ResponseEntity<Resource> file(String name, MediaType type) {
        return ResponseEntity.ok()
                .contentType(new MediaType(type, StandardCharsets.UTF_8))
                .cacheControl(CacheControl.maxAge(Duration.ofMinutes(10)))
                .header("Content-Security-Policy", POLICY)
                .header("Referrer-Policy", "no-referrer")
                .header("X-Content-Type-Options", "nosniff")
                .body(new ClassPathResource("check-in/" + name));
    }
}
