using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Bouncer.Cli.Doctor.Checks;

/// <summary>A version of kube-apiserver, such as <c>v1.27.2</c> or <c>v1.27.2+k3s1</c>.</summary>
internal sealed partial record ApiServerVersion(int Major, int Minor, int Patch)
{
    /// <summary>The last versions of each release in which ephemeral containers get past the ImagePolicyWebhook plugin
    /// (CVE-2023-2727, kubernetes/kubernetes#118640). All before 1.24 have the gap, none since 1.28.</summary>
    private static readonly Dictionary<int, int> s_lastWithGap = new() { [24] = 14, [25] = 10, [26] = 5, [27] = 2 };

    /// <summary>Whether the plugin is not asked about ephemeral containers.</summary>
    public bool SkipsEphemeralContainers => Major == 1 && (Minor < 24 || (s_lastWithGap.TryGetValue(Minor, out var last) && Patch <= last));

    public static bool TryParse(string text, [NotNullWhen(true)] out ApiServerVersion? version)
    {
        var match = Pattern().Match(text);
        version = match.Success ? new(Number(1), Number(2), Number(3)) : null;
        return match.Success;

        int Number(int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
    }

    public override string ToString() => $"v{Major}.{Minor}.{Patch}";

    [GeneratedRegex(@"^v([0-9]{1,4})\.([0-9]{1,4})\.([0-9]{1,4})")]
    private static partial Regex Pattern();
}
