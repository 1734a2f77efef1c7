using System.CommandLine;

namespace Bouncer.Cli.Check;

/// <summary><c>bouncer check</c>: tries a policy on images and manifests.</summary>
internal static class CheckCommand
{
    public static Command Create(Terminal terminal)
    {
        var images = new Argument<string[]>("image") { Description = "Images to check, as a pod would name them.", Arity = ArgumentArity.ZeroOrMore };
        var files = new Option<string[]>("--filename", "-f")
        {
            Description = "Manifests to check: files or folders with YAML or JSON, or - for the standard input.",
            HelpName = "file|folder|-",
            AllowMultipleArgumentsPerToken = true,
        };
        var recursive = new Option<bool>("--recursive", "-R") { Description = "Look into the folders of folders, too." };
        var policy = new Option<string>("--policy") { Description = "The policy file.", HelpName = "file" };
        var list = new Option<string[]>("--registry-whitelist")
        {
            Description = "Registries to allow instead of a policy file, such as docker.io,gcr.io.",
            HelpName = "list",
        };
        var rejectLatest = new Option<bool>("--reject-latest") { Description = "With --registry-whitelist: refuse the tag latest, written or implied." };
        var @namespace = new Option<string>("--namespace", "-n")
        {
            Description = "The namespace of images, and of objects that name none.",
            HelpName = "name",
            DefaultValueFactory = _ => "default",
        };
        var output = new Option<string>("--output", "-o") { Description = "How to print the result.", HelpName = "table|json", DefaultValueFactory = _ => "table" };
        images.Validators.Add(Arguments.RefuseUnknownOptions);
        files.Validators.Add(Arguments.RefuseUnknownOptions);
        output.Validators.Add(Arguments.OneOf("--output", "table", "json"));

        var command = new Command("check", "Checks images, or the images of manifests, against a policy. Exit code 0: all are allowed; 1: something is refused; 2: the command line, the policy or a manifest is wrong.")
        {
            images, files, recursive, policy, list, rejectLatest, @namespace, output,
        };
        command.SetAction(parsed => CheckAction.Run(
            new CheckOptions(
                parsed.GetValue(images) ?? [],
                parsed.GetValue(files) ?? [],
                parsed.GetValue(recursive),
                parsed.GetValue(policy),
                parsed.GetValue(list) ?? [],
                parsed.GetValue(rejectLatest),
                parsed.GetValue(@namespace)!,
                parsed.GetValue(output) == "json"),
            terminal));
        return command;
    }
}
