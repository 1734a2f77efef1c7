using System.Text;
using Bouncer.ImagePolicy.Documents;
using Bouncer.ImagePolicy.Policies;

namespace Bouncer.ImagePolicy.Tests.Documents;

/// <summary>Reads policies that tests write out.</summary>
internal static class PolicyText
{
    /// <summary>Lines 1 to 7 of a policy; rules follow from line 8 on.</summary>
    public const string Head =
        """
        apiVersion: bouncer.dev/v1alpha1
        kind: ImagePolicy
        metadata:
          name: test
        spec:
          default: deny
          rules:

        """;

    public static PolicyReadResult Read(string text) => PolicyReader.Read(Encoding.UTF8.GetBytes(text), "p.yaml");

    /// <summary>The policy in a text that has no mistake.</summary>
    public static PolicyDocument Document(string text)
    {
        var result = Read(text);
        Assert.Equal([], result.Errors.Select(e => e.ToString()));
        return Assert.IsType<PolicyDocument>(result.Document);
    }

    /// <summary>The policy with the given rules, which are lines from column 1 on.</summary>
    public static PolicyDocument WithRules(string rules) => Document(Head + rules);

    /// <summary>The mistakes of a text that has some.</summary>
    public static string[] Errors(string text)
    {
        var result = Read(text);
        Assert.Null(result.Document);
        Assert.NotEmpty(result.Errors);
        return [.. result.Errors.Select(e => e.ToString())];
    }

    /// <summary>The mistakes of a policy with the given rules.</summary>
    public static string[] ErrorsInRules(string rules) => Errors(Head + rules);
}
