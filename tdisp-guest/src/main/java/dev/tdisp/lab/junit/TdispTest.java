package dev.tdisp.lab.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives tests a lab, at a class or at a single method: parameters and {@link Simulated} fields of the types of its parties are
 * handed over, and the lab is closed behind the test.
 *
 * <pre>{@code
 * @TdispTest(seed = 7)
 * class MyDriverTest {
 *     @Test
 *     void runs(Lab lab, Tdi tdi) {
 *         tdi.attach().run();
 *         assertThat(tdi).isInState(TdiState.RUN);
 *     }
 * }
 * }</pre>
 *
 * <p>If the test fails, the report gets the seed, the trace as text and as a Mermaid diagram, what went through the device's
 * mailbox as a capture, and the secrets with which that can be read. The system property (or configuration parameter) {@code tdisp.seed} wins over the
 * seed of the annotation.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(TdispExtension.class)
public @interface TdispTest {
    /**
     * Chooses the run.
     *
     * @return any number; the same number gives the same runs
     */
    long seed() default 1;

    /**
     * Chooses the device.
     *
     * @return the name of a profile of {@link dev.tdisp.device.DeviceProfile}, for example {@code spec} or {@code complete}
     */
    String profile() default "spec";

    /**
     * Chooses how many virtual functions are enabled.
     *
     * @return at least 1
     */
    int vfs() default 4;

    /**
     * Has the lab check its invariants all the time.
     *
     * @return whether to; a violation fails the test
     */
    boolean watched() default false;

    /**
     * Chooses everything else.
     *
     * @return a class with a constructor without parameters
     */
    Class<? extends LabSetup> setup() default LabSetup.Usual.class;
}
