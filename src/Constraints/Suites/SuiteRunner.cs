using System.Collections.Concurrent;
using Bouncer.Constraints.Enforcement;
using Bouncer.Constraints.Reviews;
using Bouncer.Constraints.Templates;

namespace Bouncer.Constraints.Suites;

/// <summary>
/// Runs suites as <c>gator verify</c> does: each test with its own template and constraint, at the enforcement point
/// <c>gator.gatekeeper.sh</c>. Thread-safe; a template's file is read and compiled once, however many tests name it.
/// </summary>
public sealed class SuiteRunner(SuiteRunnerOptions options)
{
    private readonly ConcurrentDictionary<string, Lazy<Loaded<ConstraintTemplate>>> _templates = new(StringComparer.Ordinal);

    /// <summary>Runs a suite.</summary>
    public SuiteResult Run(Suite suite)
    {
        ArgumentNullException.ThrowIfNull(suite);
        if (suite.Skip)
        {
            return new SuiteResult(suite, [], TimeSpan.Zero);
        }

        var start = options.Clock.GetTimestamp();
        List<SuiteTestResult> tests = [.. suite.Tests.Select(t => Run(new SuitePaths(suite), t))];
        return new SuiteResult(suite, tests, options.Clock.GetElapsedTime(start));
    }

    private SuiteTestResult Run(SuitePaths paths, SuiteTest test)
    {
        if (test.Skip || !options.Filter.Matches(test))
        {
            return new SuiteTestResult(test, SuiteOutcome.Skipped, [], TimeSpan.Zero);
        }

        var start = options.Clock.GetTimestamp();
        var constraint = LoadConstraint(paths, test);
        var problem = test.Invalid ? InvalidProblem(constraint)
            : constraint.Problem ?? (test.Expansion.Length > 0 ? "expansion: ExpansionTemplates are not supported yet; test what they expand to, or skip the test" : null);
        List<SuiteCaseResult> cases = problem is null && constraint.Value is { } loaded ? [.. test.Cases.Select(c => Run(paths, test, loaded, c))] : [];
        var outcome = problem is null ? SuiteOutcome.Passed : SuiteOutcome.Failed(problem);
        return new SuiteTestResult(test, outcome, cases, options.Clock.GetElapsedTime(start)) { Warnings = constraint.Warnings };
    }

    private SuiteCaseResult Run(SuitePaths paths, SuiteTest test, Constraint constraint, SuiteCase @case)
    {
        if (@case.Skip || !options.Filter.Matches(test, @case))
        {
            return new SuiteCaseResult(@case, SuiteOutcome.Skipped, TimeSpan.Zero, null);
        }

        var start = options.Clock.GetTimestamp();
        string? trace = null;
        var problem = Check(paths, constraint, @case, ref trace);
        var outcome = problem is null ? SuiteOutcome.Passed : SuiteOutcome.Failed(problem);
        return new SuiteCaseResult(@case, outcome, options.Clock.GetElapsedTime(start), trace);
    }

    private string? Check(SuitePaths paths, Constraint constraint, SuiteCase @case, ref string? trace)
    {
        if (@case.Assertions.Count == 0)
        {
            return "assertions: there are none, so the case would prove nothing; write what is to come of it, such as [{violations: no}]";
        }

        var reviewed = ReviewedCase.Load(paths, @case);
        if (reviewed.Value is not { } review)
        {
            return reviewed.Problem;
        }

        var set = ConstraintSet.Of([constraint]);
        var reviewOptions = new ReviewOptions
        {
            EnforcementPoint = EnforcementPoints.Gator,
            Inventory = review.Inventory,
            Limits = options.Limits,
            Clock = options.Clock,
        };
        var violations = set.Review(review.Request, reviewOptions).Violations;
        if (options.WithTrace)
        {
            trace = string.Join('\n', set.Explain(review.Request, reviewOptions).Select(e => e.Trace ?? e.Reason));
        }

        // Gatekeeper counts these as violations, so a broken template would pass wherever one is wanted.
        if (violations.FirstOrDefault(v => v.Error is { Code: not ReviewErrorCodes.Match }) is { } failure)
        {
            return $"the constraint could not be evaluated: {failure.Message}";
        }

        List<string> messages = [.. violations.Select(v => v.Message)];
        for (var i = 0; i < @case.Assertions.Count; i++)
        {
            if (@case.Assertions[i].Check(messages) is { } difference)
            {
                return FormattableString.Invariant($"assertions[{i}]: {difference}");
            }
        }

        return null;
    }

    /// <summary>What is wrong with a test that wants its constraint refused for the schema.</summary>
    private static string? InvalidProblem(Loaded<Constraint> constraint)
    {
        if (constraint.Value is not null)
        {
            return "invalid: the template's schema is to refuse the constraint, and it fits the schema";
        }

        return constraint.Codes.Contains(ProblemCode.Schema)
            ? null
            : $"invalid: the template's schema is to refuse the constraint, and it is refused for something else: {constraint.Problem}";
    }

    private Loaded<Constraint> LoadConstraint(SuitePaths paths, SuiteTest test)
    {
        if (!paths.TryResolve("template", test.Template, out var templatePath, out var problem)
            || !paths.TryResolve("constraint", test.Constraint, out var constraintPath, out problem))
        {
            return Loaded<Constraint>.Failed(problem);
        }

        var template = _templates.GetOrAdd(templatePath, p => new(() => LoadTemplate(p))).Value;
        if (template.Value is null)
        {
            return Loaded<Constraint>.Failed(template.Problem!) with { Warnings = template.Warnings };
        }

        if (!SuitePaths.TryReadFirst(constraintPath, out var document, out problem))
        {
            return Loaded<Constraint>.Failed(problem);
        }

        if (document.Object.Kind.Group != Constraint.Group)
        {
            return Loaded<Constraint>.Failed($"{document.Place}: is {document.Object.Kind} and no constraint; constraints have the apiVersion {Constraint.Group}/v1beta1");
        }

        var reading = Constraint.Read(document.Document, template.Value, options.Constraints);
        return new Loaded<Constraint>(reading.Constraint, document.Describe(reading.Problems), [.. reading.Problems.Select(p => p.Code)])
        {
            Warnings = [.. template.Warnings, .. reading.Warnings.Select(w => $"{document.Place}: {w}")],
        };
    }

    private Loaded<ConstraintTemplate> LoadTemplate(string path)
    {
        if (!SuitePaths.TryReadFirst(path, out var document, out var problem))
        {
            return Loaded<ConstraintTemplate>.Failed(problem);
        }

        if (document.Object.Kind is not { Group: ConstraintTemplate.Group, Kind: "ConstraintTemplate" })
        {
            return Loaded<ConstraintTemplate>.Failed($"{document.Place}: is {document.Object.Kind} and no ConstraintTemplate of {ConstraintTemplate.Group}");
        }

        var reading = ConstraintTemplate.Read(document.Document, options.Templates);
        return new Loaded<ConstraintTemplate>(reading.Template, document.Describe(reading.Problems), [.. reading.Problems.Select(p => p.Code)])
        {
            Warnings = [.. reading.Warnings.Select(w => $"{document.Place}: {w}")],
        };
    }
}
