using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Bouncer.Constraints;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.State;

/// <summary>
/// Names what is in force, for decisions: the same templates, constraints and exclusions have the same version in every replica
/// and after a restart. Status and bookkeeping of the API server do not count.
/// </summary>
internal sealed class PolicyVersions
{
    private const int ShownBytes = 6;

    /// <summary>Documents are immutable and mostly stay from one version to the next.</summary>
    private readonly ConditionalWeakTable<RegoObject, byte[]> _digests = [];
    private volatile Named? _last;

    public string Of(ConstraintSet constraints, RegoObject? config)
    {
        var last = _last;
        if (last is null || last.Constraints != constraints || last.Config != config)
        {
            // Two requests may both name it; either is right.
            last = new(constraints, config, Name(constraints, config));
            _last = last;
        }

        return last.Version;
    }

    private string Name(ConstraintSet constraints, RegoObject? config)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var template in constraints.Constraints.Select(c => c.Template).Distinct())
        {
            hash.AppendData(DigestOf(template.Document));
        }

        foreach (var constraint in constraints.Constraints)
        {
            hash.AppendData(DigestOf(constraint.Document));
        }

        if (config is not null)
        {
            hash.AppendData(DigestOf(config));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(..ShownBytes));
    }

    private byte[] DigestOf(RegoObject document) => _digests.GetValue(document, static document =>
    {
        var counted = Documents.Of(
            ("kind", new RegoString(document.TextAt("kind"))),
            ("name", new RegoString(document.Name())),
            ("annotations", document.At("metadata", "annotations") ?? RegoNull.Instance),
            ("spec", document.At("spec") ?? RegoNull.Instance));
        return SHA256.HashData(RegoJson.ToUtf8(counted));
    });

    private sealed record Named(ConstraintSet Constraints, RegoObject? Config, string Version);
}
