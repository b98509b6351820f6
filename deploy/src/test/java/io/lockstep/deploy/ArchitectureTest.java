package io.lockstep.deploy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.lockstep.contract.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.EventBus;

/** The rules of the house. A rule that has to go is a decision: say why in RATIONALE.md. */
@AnalyzeClasses(packages = "io.lockstep", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule modules_meet_only_in_the_contract = slices().matching("io.lockstep.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(DescribedPredicate.alwaysTrue(), in("io.lockstep.contract"))
            .ignoreDependency(in("io.lockstep.deploy"), DescribedPredicate.alwaysTrue());

    @ArchTest
    static final ArchRule contract_depends_on_vertx_core_and_jackson_only = classes()
            .that()
            .resideInAPackage("io.lockstep.contract..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.lockstep.contract..",
                    "io.vertx.core..",
                    "com.fasterxml.jackson..",
                    "org.slf4j..",
                    "org.jspecify..",
                    "com.google.errorprone.annotations..",
                    "javax.crypto..",
                    "java..");

    @ArchTest
    static final ArchRule a_wire_knows_no_other_wire =
            slices().matching("io.lockstep.gateway.wire.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule a_wire_knows_no_store = noClasses()
            .that()
            .resideInAPackage("io.lockstep.gateway..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..", "io.vertx.redis..");

    @ArchTest
    static final ArchRule sessions_know_no_wire_and_no_fanout = noClasses()
            .that()
            .resideInAPackage("io.lockstep.gateway.session..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.lockstep.gateway.wire..", "io.lockstep.gateway.fanout..", "io.vertx.ext.web..");

    @ArchTest
    static final ArchRule fanout_knows_no_wire = noClasses()
            .that()
            .resideInAPackage("io.lockstep.gateway.fanout..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.lockstep.gateway.wire..", "io.vertx.ext.web..");

    @ArchTest
    static final ArchRule only_the_contract_touches_the_event_bus = noClasses()
            .that()
            .resideOutsideOfPackage("io.lockstep.contract..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(EventBus.class);

    @ArchTest
    static final ArchRule only_verticles_and_clients_open_the_bus = noClasses()
            .that()
            .areNotAssignableTo(VerticleBase.class)
            .and()
            .resideOutsideOfPackages("io.lockstep.contract..", "io.lockstep.deploy..")
            .should()
            .callConstructor(Bus.class, io.vertx.core.Vertx.class);

    @ArchTest
    static final ArchRule services_do_no_io = noClasses()
            .that()
            .haveSimpleNameEndingWith("Service")
            .or()
            .haveSimpleNameEndingWith("Rules")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.vertx.sqlclient..", "io.vertx.pgclient..", "io.vertx.redis..", "io.vertx.core.http..");

    @ArchTest
    static final ArchRule nothing_waits_for_a_future = noClasses()
            .that()
            .resideOutsideOfPackage("io.lockstep.deploy..")
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "Future.await or Thread.sleep",
                    call -> (call.getTargetOwner().isAssignableTo(Future.class)
                                    && call.getName().equals("await"))
                            || (call.getTargetOwner().isEquivalentTo(Thread.class)
                                    && call.getName().equals("sleep"))));

    @ArchTest
    static final ArchRule rooms_have_honest_names = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .resideInAnyPackage("..util..", "..common..", "..impl..");

    @ArchTest
    static final ArchRule only_the_configuration_reads_the_environment = noClasses()
            .that()
            .resideOutsideOfPackage("io.lockstep.deploy..")
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class);

    private static DescribedPredicate<JavaClass> in(String root) {
        return DescribedPredicate.describe(
                "in " + root,
                type -> type.getPackageName().equals(root)
                        || type.getPackageName().startsWith(root + "."));
    }
}
