using Bouncer.ImagePolicy.Deciding;
using Bouncer.ImagePolicy.Tests.Documents;

namespace Bouncer.ImagePolicy.Tests.Deciding;

/// <summary>Decides about images by policies that tests write out.</summary>
internal static class Judge
{
    public const string Version = "v1";

    /// <summary>A policy that denies by default, with the given rules.</summary>
    public static Policy Policy(string rules) => Bouncer.ImagePolicy.Deciding.Policy.Compile(PolicyText.WithRules(Indented(rules)), Version);

    /// <summary>A policy that allows by default, with the given rules.</summary>
    public static Policy AllowingPolicy(string rules)
        => Bouncer.ImagePolicy.Deciding.Policy.Compile(
            PolicyText.Document(PolicyText.Head.Replace("default: deny", "default: allow", StringComparison.Ordinal) + Indented(rules)), Version);

    public static Decision In(this Policy policy, string @namespace, params string[] images)
        => policy.Decide(@namespace, [.. images.Select((image, i) => new ContainerImage(image, ImageField.Review, i))]);

    public static Decision Of(this Policy policy, params string[] images) => policy.In("default", images);

    /// <summary>Why images are refused; fails if they are not.</summary>
    public static string Refusal(this Policy policy, params string[] images) => Assert.IsType<Denied>(policy.Of(images)).Reason;

    /// <summary>Tests write rules from column 1 on; in a policy they lie below <c>rules:</c>.</summary>
    private static string Indented(string rules) => string.Concat(rules.Split('\n').Select(line => $"  {line}\n"));
}
