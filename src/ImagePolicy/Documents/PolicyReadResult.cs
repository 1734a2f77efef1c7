using Bouncer.ImagePolicy.Policies;

namespace Bouncer.ImagePolicy.Documents;

/// <summary>What came of reading a policy: the policy, or all that is wrong with it.</summary>
/// <param name="Document">The policy; null if there is any error.</param>
/// <param name="Errors">Every mistake, in the order of the text; empty if the policy was read.</param>
public sealed record PolicyReadResult(PolicyDocument? Document, IReadOnlyList<PolicyError> Errors);
