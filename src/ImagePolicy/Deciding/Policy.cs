using Bouncer.ImagePolicy.Policies;
using Bouncer.ImagePolicy.References;

namespace Bouncer.ImagePolicy.Deciding;

/// <summary>
/// A policy ready to decide. Immutable and thread-safe; deciding is a pure function of the policy, the namespace and the
/// images: the same input gives the same answer with the same words.
/// </summary>
/// <remarks>
/// An image passes if no deny or require rule is broken and, where allow rules apply in its namespace, one of them
/// matches. Where none applies, the policy's default decides. Every image is judged by every rule, so that one answer
/// names all that is wrong.
/// </remarks>
public sealed class Policy
{
    /// <summary>The most images that are judged together: more than any pod that can run, and few enough that what is
    /// wrong with all of them fits in memory many times over.</summary>
    public const int MaxImages = 1000;

    private static readonly string[] s_byDefault = [Violation.Default];
    private readonly CompiledRule[] _rules;
    private readonly RuleSet? _everywhere;

    private Policy(PolicyDocument document, string version)
    {
        Document = document;
        Version = version;
        _rules = [.. document.Rules.Select(r => new CompiledRule(r))];
        var isScoped = document.Rules.Any(r => r.Scope.Namespaces.Count + r.Scope.ExcludedNamespaces.Count > 0);
        _everywhere = isScoped ? null : new RuleSet(_rules);
    }

    /// <summary>The policy as written.</summary>
    public PolicyDocument Document { get; }

    /// <summary>What identifies this policy in answers, logs, traces and metrics.</summary>
    public string Version { get; }

    /// <summary>Makes a policy ready to decide.</summary>
    public static Policy Compile(PolicyDocument document, string version) => new(document, version);

    /// <summary>Decides about images that are to run in a namespace.</summary>
    /// <param name="namespace">The namespace; empty if there is none.</param>
    /// <param name="images">The images. None at all is allowed, since nothing can be wrong with it: whether that may be
    /// is for the caller to know.</param>
    /// <returns><see cref="Allowed"/> or <see cref="Denied"/>; <see cref="Failed"/> if there are more than
    /// <see cref="MaxImages"/>.</returns>
    public Decision Decide(ReadOnlySpan<char> @namespace, IReadOnlyList<ContainerImage> images)
    {
        if (images.Count > MaxImages)
        {
            return new Failed(Version, $"there are {images.Count} images; at most {MaxImages} can be judged together");
        }

        var rules = _everywhere ?? RulesIn(@namespace);
        List<Violation>? violations = null;
        var admittedBy = default(AdmittingRules);
        for (var i = 0; i < images.Count; i++)
        {
            Judge(@namespace, images[i], rules, ref admittedBy, ref violations);
        }

        if (violations is null)
        {
            return new Allowed(Version, [], admittedBy.ToList());
        }

        return violations.Exists(v => v.Enforcement == Enforcement.Deny)
            ? new Denied(Version, violations)
            : new Allowed(Version, violations, admittedBy.ToList());
    }

    private void Judge(
        ReadOnlySpan<char> @namespace,
        ContainerImage image,
        RuleSet rules,
        ref AdmittingRules admittedBy,
        ref List<Violation>? violations)
    {
        if (!ImageReference.TryParse(image.Image, out var reference, out var error))
        {
            (violations ??= []).Add(Violations.InvalidReference(image, error));
            return;
        }

        foreach (var rule in rules.Prohibiting)
        {
            if (rule.IsBrokenBy(reference))
            {
                (violations ??= []).Add(Violations.Broken(image, reference, rule));
            }
        }

        if (rules.Allowing.Length == 0)
        {
            if (Document.Default == DefaultAction.Deny)
            {
                (violations ??= []).Add(Violations.NoAllowRule(image, reference, Document.Name, @namespace));
            }
            else
            {
                admittedBy.Add(s_byDefault);
            }

            return;
        }

        foreach (var rule in rules.Allowing)
        {
            if (rule.Selects(reference))
            {
                admittedBy.Add(rule.NameAsList);
                return;
            }
        }

        (violations ??= []).Add(Violations.NotAllowed(image, reference, rules));
    }

    private RuleSet RulesIn(ReadOnlySpan<char> @namespace)
    {
        List<CompiledRule> applicable = new(_rules.Length);
        foreach (var rule in _rules)
        {
            if (rule.Rule.Scope.Includes(@namespace))
            {
                applicable.Add(rule);
            }
        }

        return new RuleSet(applicable);
    }
}
