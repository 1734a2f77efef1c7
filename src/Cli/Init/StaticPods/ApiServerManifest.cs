using YamlDotNet.RepresentationModel;

namespace Bouncer.Cli.Init.StaticPods;

/// <summary>
/// The change of kube-apiserver's static Pod that switches the ImagePolicyWebhook plugin on: two flags, and the folder with
/// what they name. Made twice it changes nothing; undone it leaves the text as it was.
/// </summary>
/// <param name="admissionFile">The path of the AdmissionConfiguration.</param>
/// <param name="folder">The folder that it is in.</param>
internal sealed class ApiServerManifest(string admissionFile, string folder)
{
    private const string Plugin = "ImagePolicyWebhook";
    private const string Volume = "image-bouncer-admission";
    private const string EnableFlag = "--enable-admission-plugins=";
    private const string DisableFlag = "--disable-admission-plugins=";
    private const string ConfigurationFlag = "--admission-control-config-file=";

    /// <summary>The change for people who make it themselves.</summary>
    public string Guide => $"""
        kube-apiserver has to be told (k3s: each flag as --kube-apiserver-arg=KEY=VALUE, without the dashes before it):

          {EnableFlag}NodeRestriction,{Plugin}
          {ConfigurationFlag}{admissionFile}

        and its Pod, if it is one, needs the folder:

          volumeMounts:
          - name: {Volume}
            mountPath: {folder}
            readOnly: true
          volumes:
          - name: {Volume}
            hostPath:
              path: {folder}
              type: Directory

        --static-pod /etc/kubernetes/manifests/kube-apiserver.yaml makes this change.
        """;

    /// <summary>The manifest with the change.</summary>
    /// <exception cref="InitException">It cannot be changed here; the message says why.</exception>
    public string Add(string manifest)
    {
        var text = WithPlugin(WithConfiguration(manifest));
        if (Named(Parts.Of(text).Container, "volumeMounts") is null)
        {
            var parts = Parts.Of(text);
            text = parts.Text.WithItem(parts.Container, "volumeMounts", $"mountPath: {folder}", $"name: {Volume}", "readOnly: true");
        }

        if (Named(Parts.Of(text).Spec, "volumes") is null)
        {
            var parts = Parts.Of(text);
            text = parts.Text.WithItem(parts.Spec, "volumes", "hostPath:", $"  path: {folder}", "  type: Directory", $"name: {Volume}");
        }

        return text;
    }

    /// <summary>The manifest without the change.</summary>
    /// <exception cref="InitException">It cannot be changed here; the message says why.</exception>
    public string Remove(string manifest)
    {
        var text = WithoutPlugin(manifest);
        var parts = Parts.Of(text);
        if (parts.FindFlag(ConfigurationFlag) is { } flag && flag.Value![ConfigurationFlag.Length..] == admissionFile)
        {
            text = parts.Text.WithoutItem(parts.Container, parts.FlagList, flag);
        }

        parts = Parts.Of(text);
        if (Named(parts.Container, "volumeMounts") is { } mount)
        {
            text = parts.Text.WithoutItem(parts.Container, "volumeMounts", mount);
        }

        parts = Parts.Of(text);
        return Named(parts.Spec, "volumes") is { } volume ? parts.Text.WithoutItem(parts.Spec, "volumes", volume) : text;
    }

    private static string WithPlugin(string manifest)
    {
        var parts = Parts.Of(manifest);
        if (parts.FindFlag(DisableFlag) is { } disabled && Plugins(disabled, DisableFlag).Contains(Plugin))
        {
            throw new InitException($"it has {disabled.Value}, which switches the plugin off. Take {Plugin} out of it");
        }

        if (parts.FindFlag(EnableFlag) is not { } enabled)
        {
            return parts.Text.WithItem(parts.Container, parts.FlagList, EnableFlag + Plugin);
        }

        return Plugins(enabled, EnableFlag).Contains(Plugin) ? manifest : parts.Text.WithScalar(enabled, $"{enabled.Value},{Plugin}");
    }

    private static string WithoutPlugin(string manifest)
    {
        var parts = Parts.Of(manifest);
        if (parts.FindFlag(EnableFlag) is not { } enabled || !Plugins(enabled, EnableFlag).Contains(Plugin))
        {
            return manifest;
        }

        string[] others = [.. Plugins(enabled, EnableFlag).Where(p => p != Plugin)];
        return others.Length == 0
            ? parts.Text.WithoutItem(parts.Container, parts.FlagList, enabled)
            : parts.Text.WithScalar(enabled, EnableFlag + string.Join(',', others));
    }

    private string WithConfiguration(string manifest)
    {
        var parts = Parts.Of(manifest);
        if (parts.FindFlag(ConfigurationFlag) is not { } flag)
        {
            return parts.Text.WithItem(parts.Container, parts.FlagList, ConfigurationFlag + admissionFile);
        }

        return flag.Value![ConfigurationFlag.Length..] == admissionFile
            ? manifest
            : throw new InitException($"it has {flag.Value}, and an API server reads one such file. Put the plugin's entry of {admissionFile} into that file");
    }

    private static string[] Plugins(YamlScalarNode flag, string name) => flag.Value![name.Length..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static YamlNode? Named(YamlMappingNode parent, string list)
        => ManifestText.Find<YamlSequenceNode>(parent, list)?.Children.FirstOrDefault(c => ManifestText.TextOf(c, "name") == Volume);

    /// <summary>The parts of a manifest that are changed.</summary>
    private sealed record Parts(ManifestText Text, YamlMappingNode Spec, YamlMappingNode Container, string FlagList)
    {
        public static Parts Of(string manifest)
        {
            var text = ManifestText.Read(manifest);
            var spec = ManifestText.Find<YamlMappingNode>(text.Root, "spec");
            var containers = spec is null ? null : ManifestText.Find<YamlSequenceNode>(spec, "containers");
            var container = containers?.Children.OfType<YamlMappingNode>().FirstOrDefault(c => ManifestText.TextOf(c, "name") == "kube-apiserver");
            var list = container is null ? null : ((string[])["args", "command"]).FirstOrDefault(key => Flags(container, key).Any());
            return list is null
                ? throw new InitException("it has no container kube-apiserver with flags")
                : new(text, spec!, container!, list);
        }

        public YamlScalarNode? FindFlag(string name)
            => Flags(Container, FlagList).LastOrDefault(f => f.Value!.StartsWith(name, StringComparison.Ordinal));

        private static IEnumerable<YamlScalarNode> Flags(YamlMappingNode container, string key)
            => ManifestText.Find<YamlSequenceNode>(container, key)?.Children.OfType<YamlScalarNode>().Where(f => f.Value!.StartsWith("--", StringComparison.Ordinal)) ?? [];
    }
}
