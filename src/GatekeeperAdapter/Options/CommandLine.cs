using System.CommandLine;
using Bouncer.Admission.Recording;
using Bouncer.GatekeeperAdapter.Audit;
using Bouncer.ServiceDefaults.Options;

namespace Bouncer.GatekeeperAdapter.Options;

/// <summary>Reads the settings from command line and environment; the command line wins.</summary>
internal static class CommandLine
{
    /// <summary>Set by Kubernetes in every container.</summary>
    private const string InPod = "KUBERNETES_SERVICE_HOST";

    /// <summary>The command, for <c>--help</c> and <c>--version</c>.</summary>
    public static ServiceCommand Command { get; } = new(
        "Decides by Gatekeeper's ConstraintTemplates and Constraints what may enter a Kubernetes cluster. Answers validating admission webhooks at POST /v1/admit and POST /v1/admitlabel.",
        Settings.All);

    /// <summary>Checks everything and names all mistakes at once.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="environment">The value of an environment variable; null if it is not set.</param>
    /// <param name="problems">Every mistake, each a sentence that names the setting and what to write.</param>
    /// <returns>The options as far as they could be read. Not to be used if there is a mistake.</returns>
    public static AdapterOptions Read(ParseResult parsed, Func<string, string?> environment, out IReadOnlyList<string> problems)
    {
        List<string> found = [.. parsed.Errors.Select(error => error.Message)];
        var values = new SettingValues(parsed, environment, found);
        var (certificate, key) = Certificate(values, found);
        var policies = values.Text(Settings.Policies);
        var kubeconfig = values.Text(Settings.Kubeconfig);
        var authority = values.Text(Settings.ClientAuthority);
        var options = new AdapterOptions
        {
            CertificatePath = certificate,
            KeyPath = key,
            AllowsTls12 = AllowsTls12(values, found),
            ClientAuthorityPath = authority,
            ClientNames = OrDefault(values.List(Settings.ClientName), authority is null ? null : Settings.DefaultClientName),
            Bind = values.Address(Settings.Bind),
            Port = values.Port(Settings.Port, Settings.DefaultPort),
            ManagementPort = values.Port(Settings.ManagementPort, Settings.DefaultManagementPort),
            State = State(values, found, policies, kubeconfig, environment),
            PoliciesPath = policies,
            KubeconfigPath = kubeconfig,
            Operations = Operations(values, found),
            PodName = values.Text(Settings.PodName) ?? Environment.MachineName,
            Namespace = values.Text(Settings.Namespace) ?? Settings.DefaultNamespace,
            Exempt = new(
                values.List(Settings.ExemptNamespace), values.List(Settings.ExemptNamespacePrefix), values.List(Settings.ExemptNamespaceSuffix)),
            LogDenies = values.Switch(Settings.LogDenies),
            MaxServingThreads = MaxServingThreads(values),
            EvaluationTimeout = values.Seconds(
                Settings.EvaluationTimeout, Settings.DefaultEvaluationTimeout, Settings.MinEvaluationTimeout, Settings.MaxEvaluationTimeout),
            Audit = Audit(values),
            ValidateEnforcementAction = !values.Switch(Settings.DisableEnforcementActionValidation),
            SegmentSafePrefixes = values.Switch(Settings.SegmentSafePrefixes),
            // Gatekeeper writes {http.send}.
            DisabledBuiltins = OrDefault([.. values.List(Settings.DisabledBuiltins).Select(name => name.Trim('{', '}'))], Settings.DefaultDisabledBuiltin),
            ShutdownDelay = values.Seconds(Settings.ShutdownDelay, Settings.DefaultShutdownDelay, 0, Settings.MaxShutdownDelay),
            Debug = values.Switch(Settings.Debug),
            Recording = new() { Redaction = Redacting.Parse(values.Text(Settings.Redact), Settings.Redact.Label, found) },
        };
        found.AddRange(Contradictions(options));
        problems = found;
        return options;
    }

    private static IEnumerable<string> Contradictions(AdapterOptions options)
    {
        if (options.State == StateSource.Folder && options.KubeconfigPath is not null)
        {
            yield return $"{Settings.Kubeconfig.Label} goes with the state of a cluster. Set {Settings.State.Label} to cluster, or leave the kubeconfig out.";
        }

        if (options.State == StateSource.Cluster && options.PoliciesPath is not null)
        {
            yield return $"{Settings.Policies.Label} goes with the state of a folder. Set {Settings.State.Label} to folder, or leave the folder out.";
        }

        if (options.ClientNames.Count > 0 && options.ClientAuthorityPath is null)
        {
            yield return $"{Settings.ClientName.Label} is set, but no client certificate is asked for. Set {Settings.ClientAuthority.Label}.";
        }

        if (options.LogDenies && options.Recording.Redaction != Redaction.None)
        {
            yield return $"{Settings.LogDenies.Label} logs what {Settings.Redact.Label} keeps back. Leave one of them out.";
        }

        if (options.Port != 0 && options.Port == options.ManagementPort)
        {
            yield return $"{Settings.Port.Label} and {Settings.ManagementPort.Label} are both {options.Port}. Choose two ports.";
        }
    }

    private static AuditOptions Audit(SettingValues values)
    {
        // Always on, since a kind that no constraint matches has no violations. Read so that a mistake in it is told.
        _ = values.Switch(Settings.AuditMatchKindOnly);
        return new AuditOptions
        {
            Interval = values.Seconds(Settings.AuditInterval, AuditOptions.DefaultInterval, 0, AuditOptions.MaxInterval),
            ChunkSize = values.Number(Settings.AuditChunkSize, AuditOptions.DefaultChunkSize, 0, AuditOptions.MaxChunkSize),
            ViolationsLimit = values.Number(
                Settings.ViolationsLimit, AuditOptions.DefaultViolationsLimit, 0, AuditOptions.MaxViolationsLimit),
        };
    }

    private static (string Certificate, string Key) Certificate(SettingValues values, List<string> problems)
    {
        if (values.Text(Settings.CertificateFolder) is not { } folder)
        {
            return (
                values.Required(Settings.Certificate, "name the PEM file of the certificate that the API server is to see"),
                values.Required(Settings.Key, "name the PEM file of the certificate's key"));
        }

        if (values.Text(Settings.Certificate) is not null || values.Text(Settings.Key) is not null)
        {
            problems.Add($"{Settings.CertificateFolder.Label} stands in place of {Settings.Certificate.Name} and {Settings.Key.Name}. Leave one or the others out.");
        }

        return (Path.Combine(folder, "tls.crt"), Path.Combine(folder, "tls.key"));
    }

    private static bool AllowsTls12(SettingValues values, List<string> problems)
    {
        var version = values.Text(Settings.TlsMinVersion);
        if (version is not (null or "1.2" or "1.3"))
        {
            problems.Add($"{Settings.TlsMinVersion.Label} is \"{version}\". Write 1.2 or 1.3.");
        }

        return version == "1.2";
    }

    private static StateSource State(
        SettingValues values, List<string> problems, string? policies, string? kubeconfig, Func<string, string?> environment)
    {
        var state = values.Text(Settings.State);
        if (state is not (null or "folder" or "cluster"))
        {
            problems.Add($"{Settings.State.Label} is \"{state}\". Write folder or cluster.");
        }

        var isCluster = state == "cluster"
            || (state is null && policies is null && (kubeconfig is not null || environment(InPod) is { Length: > 0 }));
        return isCluster ? StateSource.Cluster : StateSource.Folder;
    }

    private static HashSet<Operation> Operations(SettingValues values, List<string> problems)
    {
        var operations = new HashSet<Operation>();
        foreach (var name in values.List(Settings.Operations))
        {
            Operation? operation = name switch
            {
                "webhook" => Operation.Webhook,
                "audit" => Operation.Audit,
                "status" => Operation.Status,
                _ => null,
            };
            if (operation is null)
            {
                problems.Add($"{Settings.Operations.Label} is \"{name}\". Write webhook, audit or status; mutation and expansion are not supported.");
            }
            else
            {
                operations.Add(operation.Value);
            }
        }

        return operations.Count > 0 ? operations : [.. Enum.GetValues<Operation>()];
    }

    private static int MaxServingThreads(SettingValues values)
        => values.Number(Settings.MaxServingThreads, -1, -1, Settings.MaxServingThreadsLimit) is > 0 and var number ? number : Environment.ProcessorCount;

    private static IReadOnlyList<string> OrDefault(IReadOnlyList<string> list, string? otherwise)
        => list.Count > 0 || otherwise is null ? list : [otherwise];
}
