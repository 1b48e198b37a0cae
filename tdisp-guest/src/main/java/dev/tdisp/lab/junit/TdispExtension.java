package dev.tdisp.lab.junit;

import dev.tdisp.device.DeviceProfile;
import dev.tdisp.lab.Invariants;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.LabBuilder;
import dev.tdisp.lab.Violation;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** Carries out what {@link TdispTest} says. */
public final class TdispExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(TdispExtension.class);
    private static final List<DeviceProfile> PROFILES =
            List.of(DeviceProfile.SPEC, DeviceProfile.COMPLETE, DeviceProfile.SPDM_EMU, DeviceProfile.SPDM_ALONE);
    private static final String SEED = "tdisp.seed";

    /** Creates the extension, as JUnit does. */
    public TdispExtension() {}

    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        for (Field field : fields(context.getRequiredTestClass(), true)) {
            fill(field, null, context);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getTestInstances().ifPresent(instances -> {
            for (Object instance : instances.getAllInstances()) {
                for (Field field : fields(instance.getClass(), false)) {
                    fill(field, instance, context);
                }
            }
        });
    }

    private static List<Field> fields(Class<?> type, boolean areStatic) {
        return AnnotationSupport.findAnnotatedFields(
                type, Simulated.class, field -> Modifier.isStatic(field.getModifiers()) == areStatic);
    }

    private static void fill(Field field, @Nullable Object instance, ExtensionContext context) {
        LabPart part = LabPart.of(field.getType())
                .orElseThrow(() -> new ExtensionConfigurationException(
                        "@Simulated %s: not one of %s".formatted(field.getType().getSimpleName(), LabPart.names())));
        try {
            ReflectionSupport.makeAccessible(field)
                    .set(
                            instance,
                            part.of(
                                    lab(context),
                                    field.getAnnotation(Simulated.class).vf()));
        } catch (IllegalAccessException e) {
            throw new ExtensionConfigurationException("@Simulated %s is final".formatted(field.getName()), e);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return LabPart.of(parameter.getParameter().getType()).isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        int vf = parameter.findAnnotation(Simulated.class).map(Simulated::vf).orElse(1);
        return LabPart.of(parameter.getParameter().getType()).orElseThrow().of(lab(context), vf);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Lab lab = context.getStore(STORE).get(Lab.class, Lab.class);
        if (lab == null) {
            return;
        }
        List<Violation> violations = lab.isWatched() ? Invariants.check(lab) : List.of();
        if (context.getExecutionException().isPresent() || !violations.isEmpty()) {
            new FailureReport(lab).publish(context);
        }
        if (context.getExecutionException().isEmpty() && !violations.isEmpty()) {
            throw new AssertionError("invariants did not hold: " + violations);
        }
    }

    /** The lab of a test, or that of its class; built when it is wanted first, closed with the store. */
    private static Lab lab(ExtensionContext context) {
        ExtensionContext.Store store = context.getStore(STORE);
        Lab existing = store.get(Lab.class, Lab.class);
        if (existing != null) {
            return existing;
        }
        Lab built = build(context);
        store.put(Lab.class, built);
        return built;
    }

    private static Lab build(ExtensionContext context) {
        TdispTest wanted = annotation(context);
        LabBuilder lab = Lab.builder()
                .seed(seed(context).orElse(wanted.seed()))
                .profile(profile(wanted.profile()))
                .vfs(wanted.vfs())
                .captured();
        if (wanted.watched()) {
            lab.watched();
        }
        ReflectionSupport.newInstance(wanted.setup()).prepare(lab);
        return lab.build();
    }

    private static TdispTest annotation(ExtensionContext context) {
        Optional<ExtensionContext> here = Optional.of(context);
        while (here.isPresent()) {
            Optional<TdispTest> found =
                    AnnotationSupport.findAnnotation(here.get().getElement(), TdispTest.class);
            if (found.isPresent()) {
                return found.get();
            }
            here = here.get().getParent();
        }
        throw new ExtensionConfigurationException("there is no @TdispTest");
    }

    private static Optional<Long> seed(ExtensionContext context) {
        try {
            return context.getConfigurationParameter(SEED).map(Long::decode);
        } catch (NumberFormatException e) {
            throw new ExtensionConfigurationException(SEED + " is no number", e);
        }
    }

    private static DeviceProfile profile(String name) {
        String constant = name.toUpperCase(Locale.ROOT).replace('-', '_');
        return PROFILES.stream()
                .filter(profile -> profile.name().equals(constant))
                .findFirst()
                .orElseThrow(() -> new ExtensionConfigurationException("profile '%s' is not one of %s"
                        .formatted(
                                name, PROFILES.stream().map(DeviceProfile::name).toList())));
    }
}
