namespace Bouncer.Cli.Doctor;

/// <summary>What <c>bouncer doctor</c> is asked to do.</summary>
/// <param name="Kubeconfig">The kubeconfig; null for what kubectl would take.</param>
/// <param name="Namespace">The namespace of the Webhook.</param>
/// <param name="Secret">The name of its Secret.</param>
/// <param name="Server">The URL by which the API server calls it; null for what the configuration says.</param>
/// <param name="AdmissionFile">The API server's AdmissionConfiguration; null if it is on another host.</param>
/// <param name="IsJson">Whether to print JSON.</param>
internal sealed record DoctorOptions(string? Kubeconfig, string Namespace, string Secret, Uri? Server, string? AdmissionFile, bool IsJson);
