package dev.tdisp.lab.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a field that gets a party of the lab, and says of a field or parameter which interface is meant.
 *
 * <p>Instance fields get a lab for each test. A static field makes one lab for all tests of the class, closed behind the last.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER})
public @interface Simulated {
    /**
     * Chooses the interface, for a {@link dev.tdisp.lab.Tdi}.
     *
     * @return which virtual function, from 1
     */
    int vf() default 1;
}
