package dev.tdisp.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.RandomAccessFile;
import java.util.Random;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinTask;
import org.junit.jupiter.api.Test;

/** Time, randomness, threads, files and sockets come in at the edges and nowhere else. */
class EdgesTest {
    private static final String[] EDGES = {
        "dev.tdisp.spdm.transport.netty..",
        "dev.tdisp.spdm.capture..",
        "dev.tdisp.device.remote..",
        "dev.tdisp.host.remote..",
        "dev.tdisp.lab.cli..",
        "dev.tdisp.lab.script..",
        "dev.tdisp.lab.junit..",
        "dev.tdisp.lab.conformance.remote..",
        "dev.tdisp.lab.conformance.report..",
        "dev.tdisp.lab.web..",
    };

    private static final Set<String> AMBIENT_CALLS = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.System.getenv",
            "java.lang.Math.random",
            "java.time.InstantSource.system",
            "java.util.UUID.randomUUID",
            "java.util.concurrent.ThreadLocalRandom.current",
            "java.security.SecureRandom.getInstance",
            "java.security.SecureRandom.getInstanceStrong",
            "java.util.random.RandomGenerator.getDefault",
            "org.bouncycastle.crypto.CryptoServicesRegistrar.getSecureRandom");

    @Test
    void filesAndSocketsStayAtTheEdges() {
        var io = resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..")
                .or(assignableTo(File.class))
                .or(assignableTo(RandomAccessFile.class))
                .or(describe("a file stream", type -> type.getName().startsWith("java.io.File")));

        check(noClasses().that(areInside()).should().dependOnClassesThat(io));
    }

    @Test
    void threadsStayAtTheEdges() {
        var threads = assignableTo(Thread.class)
                .or(assignableTo(Timer.class))
                .or(assignableTo(Executor.class))
                .or(assignableTo(ForkJoinTask.class))
                .or(assignableTo(Executors.class))
                .or(assignableTo(CompletableFuture.class));

        check(noClasses().that(areInside()).should().dependOnClassesThat(threads));
    }

    @Test
    void timeAndRandomnessComeThroughTheEnvironment() {
        check(noClasses().that(areInside()).should().accessTargetWhere(isAmbient()));
    }

    @Test
    void nobodyPrints() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("dev.tdisp.lab.cli..", "dev.tdisp.lab.junit..")
                .should()
                .accessTargetWhere(describe(
                        "a standard stream",
                        access -> access.getTargetOwner().isEquivalentTo(System.class)
                                && Set.of("in", "out", "err").contains(access.getName()))));
    }

    @Test
    void logsGoThroughSlf4j() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "ch.qos..", "org.apache.."));
    }

    @Test
    void thereIsNoReflectionAndNoSerialization() {
        var magic = resideInAPackage("java.lang.reflect..")
                .or(assignableTo(ObjectInputStream.class))
                .or(assignableTo(ObjectOutputStream.class));

        check(noClasses().that(areInside()).should().dependOnClassesThat(magic));
    }

    @Test
    void theVirtualMachineKeepsItsProviders() {
        check(noClasses()
                .should()
                .accessTargetWhere(describe(
                        "a change of providers",
                        access -> access.getTarget()
                                .getFullName()
                                .matches("java\\.security\\.Security\\.(add|insert|remove)Provider.*"))));
    }

    private static DescribedPredicate<JavaClass> areInside() {
        DescribedPredicate<JavaClass> edges = resideInAnyPackage(EDGES)
                .or(describe(
                        "the system's generator", type -> type.getSimpleName().equals("SecureRandomSource")));
        return DescribedPredicate.not(edges).as("are not at the edges");
    }

    private static DescribedPredicate<JavaAccess<?>> isAmbient() {
        return describe("the time or randomness of the machine", access -> {
            String owner = access.getTargetOwner().getName();
            String name = owner + "." + access.getName();
            boolean isNow = owner.startsWith("java.time.") && access.getName().equals("now");
            boolean isSystemClock = name.startsWith("java.time.Clock.system");
            return AMBIENT_CALLS.contains(name) || isNow || isSystemClock || makesRandom(access);
        });
    }

    /** To be a subclass is fine: some libraries want their random bytes that way. */
    private static boolean makesRandom(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        return owner.isAssignableTo(Random.class)
                && owner.getPackageName().startsWith("java.")
                && access.getName().equals("<init>")
                && !access.getOriginOwner().isAssignableTo(owner.getName());
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(Production.CLASSES);
    }
}
