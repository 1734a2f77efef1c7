using System.CommandLine;
using System.Globalization;
using Bouncer.Images;

var program = new Option<FileInfo>("--program") { Required = true, Description = "The native program; the image is named as it is." };
var assets = new Option<FileInfo>("--assets") { Required = true, Description = "What was restored for it: project.assets.json." };
var description = new Option<string>("--description") { Required = true, Description = "One sentence on the program." };
var release = new Option<string>("--release") { Required = true, Description = "The program's version." };
var revision = new Option<string>("--revision") { Required = true, Description = "The commit that it was built from." };
var created = new Option<long>("--created") { Required = true, Description = "The time that stands for that of the build, in seconds since 1970." };
var timeZones = new Option<bool>("--time-zones") { Description = "The program needs time zones." };
var output = new Option<DirectoryInfo>("--output") { Required = true, Description = "Where NAME.tar and NAME.cdx.json go." };
var command = new RootCommand("Builds the image of a native program, and its SBOM.")
{
    program, assets, description, release, revision, created, timeZones, output,
};
command.SetAction(parsed =>
{
    try
    {
        var recipe = new ImageRecipe(
            parsed.GetRequiredValue(program).FullName,
            parsed.GetRequiredValue(assets).FullName,
            parsed.GetRequiredValue(description),
            parsed.GetRequiredValue(release),
            parsed.GetRequiredValue(revision),
            DateTimeOffset.FromUnixTimeSeconds(parsed.GetRequiredValue(created)),
            parsed.GetValue(timeZones));
        var image = ImageBuilder.Build(recipe, parsed.GetRequiredValue(output).FullName);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{image.Archive}: {string.Join(", ", image.Tags)}, {image.Digest}, {image.Size / 1e6:F1} MB ({image.UnpackedSize / 1e6:F1} MB unpacked)"));
        return 0;
    }
    catch (ImageException e)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
});
return command.Parse(args).Invoke();
