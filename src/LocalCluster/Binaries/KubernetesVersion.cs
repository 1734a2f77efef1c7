using System.Globalization;
using System.Text.RegularExpressions;

namespace Bouncer.LocalCluster.Binaries;

/// <summary>A version of Kubernetes, as far as flags and feature gates depend on it.</summary>
/// <param name="Major">1.</param>
/// <param name="Minor">What differs between releases.</param>
/// <param name="Patch">The patch release.</param>
public readonly partial record struct KubernetesVersion(int Major, int Minor, int Patch) : IComparable<KubernetesVersion>
{
    /// <summary>Reads the first version in a text, such as <c>Kubernetes v1.36.0</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="version">The version.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryParse(string text, out KubernetesVersion version)
    {
        var match = Pattern().Match(text);
        version = match.Success ? new(Number(match, 1), Number(match, 2), Number(match, 3)) : default;
        return match.Success;
    }

    /// <inheritdoc/>
    public int CompareTo(KubernetesVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    /// <summary>Whether this version is older than a minor release of Kubernetes 1.</summary>
    /// <param name="minor">The minor release.</param>
    public bool IsBefore(int minor) => CompareTo(new(1, minor, 0)) < 0;

    /// <inheritdoc/>
    public override string ToString() => $"v{Major}.{Minor}.{Patch}";

    /// <summary>Whether the left one is older.</summary>
    public static bool operator <(KubernetesVersion left, KubernetesVersion right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left one is newer.</summary>
    public static bool operator >(KubernetesVersion left, KubernetesVersion right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left one is not newer.</summary>
    public static bool operator <=(KubernetesVersion left, KubernetesVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left one is not older.</summary>
    public static bool operator >=(KubernetesVersion left, KubernetesVersion right) => left.CompareTo(right) >= 0;

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"v(\d{1,4})\.(\d{1,4})\.(\d{1,4})")]
    private static partial Regex Pattern();
}
