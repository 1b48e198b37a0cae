package com.example.vmm;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs the tests without a build tool. */
final class Run {
    private Run() {}

    public static void main(String[] args) {
        var listener = new SummaryGeneratingListener();
        var tests = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(DriverTest.class))
                .build();
        LauncherFactory.create().execute(tests, listener);
        TestExecutionSummary summary = listener.getSummary();
        summary.getFailures().forEach(failure -> failure.getException().printStackTrace());
        System.out.printf(
                "%s: %d passed, %d failed%n",
                DriverTest.class.getModule(), summary.getTestsSucceededCount(), summary.getTestsFailedCount());
    }
}
