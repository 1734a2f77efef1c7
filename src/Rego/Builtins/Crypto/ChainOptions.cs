using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Crypto;

/// <summary>How a chain of certificates is checked. Servers' certificates are wanted unless other usages are given, as in Go.</summary>
internal sealed class ChainOptions
{
    private const string AnyUsage = "2.5.29.37.0";

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["KeyUsageAny"] = AnyUsage,
        ["KeyUsageServerAuth"] = "1.3.6.1.5.5.7.3.1",
        ["KeyUsageClientAuth"] = "1.3.6.1.5.5.7.3.2",
        ["KeyUsageCodeSigning"] = "1.3.6.1.5.5.7.3.3",
        ["KeyUsageEmailProtection"] = "1.3.6.1.5.5.7.3.4",
        ["KeyUsageIPSECEndSystem"] = "1.3.6.1.5.5.7.3.5",
        ["KeyUsageIPSECTunnel"] = "1.3.6.1.5.5.7.3.6",
        ["KeyUsageIPSECUser"] = "1.3.6.1.5.5.7.3.7",
        ["KeyUsageTimeStamping"] = "1.3.6.1.5.5.7.3.8",
        ["KeyUsageOCSPSigning"] = "1.3.6.1.5.5.7.3.9",
        ["KeyUsageMicrosoftServerGatedCrypto"] = "1.3.6.1.4.1.311.10.3.3",
        ["KeyUsageNetscapeServerGatedCrypto"] = "2.16.840.1.113730.4.1",
        ["KeyUsageMicrosoftCommercialCodeSigning"] = "1.3.6.1.4.1.311.2.1.22",
        ["KeyUsageMicrosoftKernelCodeSigning"] = "1.3.6.1.4.1.311.61.1.1",
    };

    /// <summary>The name the leaf must be for; empty for any.</summary>
    public string DnsName { get; private set; } = "";

    /// <summary>When the chain must be valid; null for now.</summary>
    public DateTime? Time { get; private set; }

    /// <summary>The usages that must be allowed.</summary>
    public IReadOnlyList<string> Usages { get; private set; } = [Names["KeyUsageServerAuth"]];

    public static ChainOptions Read(RegoObject options)
    {
        var read = new ChainOptions();
        foreach (var (key, value) in options)
        {
            switch ((key as RegoString)?.Value)
            {
                case "DNSName":
                    read.DnsName = (value as RegoString ?? throw new BuiltinException("'DNSName' should be a string")).Value.Trim('"');
                    break;
                case "CurrentTime":
                    var number = value as RegoNumber ?? throw new BuiltinException("'CurrentTime' should be a number");
                    read.Time = number.TryGetInt64(out var nanoseconds)
                        ? DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / 100).LocalDateTime
                        : throw new BuiltinException("'CurrentTime' should be a valid int64 number");
                    break;
                case "MaxConstraintComparisons":
                    _ = value as RegoNumber ?? throw new BuiltinException("'MaxConstraintComparisons' should be a number");
                    break;
                case "KeyUsages":
                    read.SetUsages(value);
                    break;
                case not null:
                    throw new BuiltinException("invalid key option");
            }
        }

        return read;
    }

    private void SetUsages(RegoValue value)
    {
        if (value is not (RegoArray or RegoSet))
        {
            throw new BuiltinException("'KeyUsages' should be an Array or Set");
        }

        var names = ((IEnumerable<RegoValue>)value).OfType<RegoString>().Select(name => name.Value.Trim('"')).ToList();
        var invalid = names.Where(name => !Names.ContainsKey(name)).ToList();
        if (invalid.Count > 0)
        {
            throw new BuiltinException($"invalid entries for 'KeyUsages' found: [{string.Join(' ', invalid)}]");
        }

        Usages = names.Contains("KeyUsageAny") ? [] : [.. names.Select(name => Names[name])];
    }
}
