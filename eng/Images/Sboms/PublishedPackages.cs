using System.Text.Json.Nodes;

namespace Bouncer.Images.Sboms;

/// <summary>The NuGet packages that are part of a program.</summary>
/// <param name="All">The packages, by name.</param>
/// <param name="Direct">The names of those that the program or one of the repository's projects in it asks for itself.</param>
internal sealed record PublishedPackages(IReadOnlyList<NuGetPackage> All, IReadOnlyList<string> Direct)
{
    private static readonly string[] s_kindsThatRun = ["runtime", "native"];

    /// <summary>Reads <c>project.assets.json</c>, NuGet's account of what was restored for the program.</summary>
    /// <exception cref="ImageException">It was not restored for a program that brings its runtime.</exception>
    public static PublishedPackages Read(string assets)
    {
        var document = JsonNode.Parse(File.ReadAllBytes(assets))!;
        // "net10.0/linux-x64"; that without a runtime is for the compiler of C#.
        var (target, libraries) = document["targets"]!.AsObject().FirstOrDefault(t => t.Key.Contains('/', StringComparison.Ordinal));
        if (libraries is null)
        {
            throw new ImageException($"{assets} is for no runtime in particular. Publish the program, and take the file before anything else is built.");
        }

        var folder = document["packageFolders"]!.AsObject().First().Key;
        var project = document["project"]!["frameworks"]!.AsObject().First().Value!;
        var packs = RuntimePacks(project, target.Split('/')[1]).ToArray();
        var all = libraries.AsObject().Where(l => IsIn(l.Value!))
            .Select(l => NuGetPackage.Read(folder, l.Key.Split('/')[0], l.Key.Split('/')[1], DependenciesOf(l.Value!)))
            .Concat(packs.Select(p => NuGetPackage.Read(folder, p.Id, p.Version, [])))
            .OrderBy(p => p.Id, StringComparer.Ordinal)
            .ToArray();
        var askedFor = libraries.AsObject().Select(l => l.Value!).Where(l => TypeOf(l) == "project").SelectMany(DependenciesOf)
            .Concat(DependenciesOf(project))
            .Concat(packs.Select(p => p.Id))
            .ToHashSet();
        return new(all, [.. all.Select(p => p.Id).Where(askedFor.Contains)]);
    }

    // Analyzers and build tools bring nothing that runs. "_._" stands for nothing, too.
    private static bool IsIn(JsonNode library)
        => TypeOf(library) == "package"
            && s_kindsThatRun.SelectMany(kind => library[kind]?.AsObject() ?? []).Any(file => !file.Key.EndsWith("_._", StringComparison.Ordinal));

    private static string TypeOf(JsonNode library) => library["type"]!.GetValue<string>();

    private static string[] DependenciesOf(JsonNode library)
        => library["dependencies"] is JsonObject dependencies ? [.. dependencies.Select(d => d.Key)] : [];

    // The frameworks. For a native program NuGet downloads the runtime in both its forms, of which the native one is in it.
    private static IEnumerable<(string Id, string Version)> RuntimePacks(JsonNode project, string runtime)
    {
        var downloaded = project["downloadDependencies"]!.AsArray()
            .ToDictionary(d => d!["name"]!.GetValue<string>(), d => d!["version"]!.GetValue<string>().Trim('[', ']').Split(',')[0]); // "[10.0.12, 10.0.12]"
        var native = $"Microsoft.NETCore.App.Runtime.NativeAOT.{runtime}";
        string[] packs = [$"Microsoft.AspNetCore.App.Runtime.{runtime}", downloaded.ContainsKey(native) ? native : $"Microsoft.NETCore.App.Runtime.{runtime}"];
        return packs.Where(downloaded.ContainsKey).Select(p => (p, downloaded[p]));
    }
}
