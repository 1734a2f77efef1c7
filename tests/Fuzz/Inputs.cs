using System.Globalization;
using System.Security.Cryptography;

namespace Bouncer.Fuzz;

/// <summary>Inputs as files.</summary>
internal static class Inputs
{
    public static byte[] ReadAll(Stream stream)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>Saves an input under a name that its content gives.</summary>
    /// <returns>The path.</returns>
    public static string SaveFailure(string folder, byte[] input)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "failure-" + Convert.ToHexStringLower(SHA256.HashData(input))[..16]);
        File.WriteAllBytes(path, input);
        return path;
    }

    public static void SaveSeeds(FuzzTarget target, string folder)
    {
        Directory.CreateDirectory(folder);
        for (var i = 0; i < target.Seeds.Count; i++)
        {
            File.WriteAllBytes(Path.Combine(folder, i.ToString("d3", CultureInfo.InvariantCulture)), target.Seeds[i]);
        }
    }
}
