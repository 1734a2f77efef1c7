using Bouncer.Constraints.Templates;
using Bouncer.Rego;

namespace Bouncer.Constraints.Suites;

/// <summary>How suites are run.</summary>
public sealed record SuiteRunnerOptions
{
    /// <summary>Which tests and cases run. All by default.</summary>
    public SuiteFilter Filter { get; init; } = SuiteFilter.All;

    /// <summary>Whether cases come with a trace of the Rego. Off by default.</summary>
    public bool WithTrace { get; init; }

    /// <summary>How templates are compiled.</summary>
    public TemplateOptions Templates { get; init; } = TemplateOptions.Default;

    /// <summary>How constraints are read.</summary>
    public ConstraintOptions Constraints { get; init; } = ConstraintOptions.Default;

    /// <summary>What each evaluation may use up. As much as it wants by default.</summary>
    public RegoLimits Limits { get; init; } = RegoLimits.None;

    /// <summary>The clock of evaluations, and what measures how long they take.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
