package io.lockstep.deploy.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents one setting and gives its default. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Setting {
    /** What it does, for the page. */
    String value();

    /** The text that stands when nothing is given; empty for none. */
    String standard() default "";
}
