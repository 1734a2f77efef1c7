namespace Bouncer.ImagePolicy.Policies;

/// <summary>An image policy as it was written: what the reader of policy files and the command-line list produce.</summary>
/// <param name="Name">The policy's name (<c>metadata.name</c>).</param>
/// <param name="Default">What applies to an image where no allow rule applies in its namespace.</param>
/// <param name="Rules">The rules, in the order written. Their order decides nothing but the order of messages.</param>
public sealed record PolicyDocument(string Name, DefaultAction Default, IReadOnlyList<PolicyRule> Rules)
{
    /// <summary>The value of <c>apiVersion</c> in a policy file.</summary>
    public const string ApiVersion = "bouncer.dev/v1alpha1";

    /// <summary>The value of <c>kind</c> in a policy file.</summary>
    public const string Kind = "ImagePolicy";
}

/// <summary>What applies where no allow rule does.</summary>
public enum DefaultAction
{
    /// <summary>The image is refused. What a policy means that does not say.</summary>
    Deny,

    /// <summary>The image passes unless another rule refuses it.</summary>
    Allow,
}
