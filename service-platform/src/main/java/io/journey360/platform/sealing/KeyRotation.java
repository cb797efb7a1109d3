package io.journey360.platform.sealing;

import io.journey360.platform.identity.KeySource;
import io.journey360.platform.identity.KeyWrap;
import io.journey360.platform.operations.StartupRefused;
import io.journey360.platform.sealing.Keyring.Entry;
import io.journey360.platform.sealing.Keyring.WrappedKey;
import java.util.HashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Wraps every data key anew under the key-encryption key in use. What is left to do is what the keyring says is wrapped under
 * another one, so a crash half way costs nothing and several may do it at once. No event is touched: what is sealed stays as it is.
 */
final class KeyRotation implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);
    private static final int AT_ONCE = 500;

    private final Keyring keyring;
    private final KeyWrap wrap;
    private volatile @Nullable Thread thread;
    private volatile boolean isStopped;

    KeyRotation(Keyring keyring, KeyWrap wrap) {
        this.keyring = keyring;
        this.wrap = wrap;
    }

    /** @throws StartupRefused if a key that is still needed is none of those at hand */
    void refuseMissingKeys(KeySource source) {
        keyring.inUse().forEach((id, keys) -> {
            if (!wrap.knows(id)) {
                throw new StartupRefused(
                        "%s does not hold %s, which %d keys of this log are wrapped under."
                                .formatted(source.described(), id, keys),
                        "Put its line back below the first; it can go once everything is wrapped under %s."
                                .formatted(wrap.id()));
            }
        });
    }

    /**
     * A damaged key is passed over, since nothing opens it.
     *
     * @return how many keys were wrapped anew
     */
    int rotate() {
        int total = 0;
        KeyName after = null;
        while (!isStopped) {
            var keys = keyring.notUnder(wrap.id(), after, AT_ONCE);
            if (keys.isEmpty()) {
                break;
            }
            var anew = new HashMap<Entry, WrappedKey>();
            for (var entry : keys) {
                rewrapped(entry).ifPresent(fresh -> anew.put(entry, fresh));
            }
            keyring.replace(anew);
            total += anew.size();
            after = keys.getLast().name();
        }
        return total;
    }

    private Optional<WrappedKey> rewrapped(Entry entry) {
        try {
            var opened = DataKeys.unwrapped(wrap, entry.name(), entry.key());
            return Optional.of(DataKeys.wrapped(wrap, entry.name(), opened));
        } catch (IllegalArgumentException e) {
            LOG.error("The key of {} is damaged", entry.name());
            return Optional.empty();
        }
    }

    private void run() {
        try {
            int keys = rotate();
            if (keys > 0 && !isStopped) {
                LOG.info(
                        "{} keys are wrapped under {} now; older key-encryption keys are no longer needed",
                        keys,
                        wrap.id());
            }
        } catch (RuntimeException e) {
            LOG.error("Keys could not all be wrapped under {}; the next start goes on", wrap.id(), e);
        }
    }

    @Override
    public void start() {
        isStopped = false;
        thread = Thread.ofPlatform().daemon().name("key-rotation").start(this::run);
    }

    @Override
    public void stop() {
        isStopped = true;
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
