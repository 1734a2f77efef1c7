namespace Bouncer.KubernetesApi.Access;

/// <summary>Credentials in files, which others rotate: they are read again every minute, as client-go does.</summary>
internal static class CredentialFiles
{
    private static readonly TimeSpan s_age = TimeSpan.FromMinutes(1);

    /// <summary>A token in a file.</summary>
    public static Credentials OfToken(string file, TimeProvider time)
        => Of(() => new Credential { Authorization = Credential.Bearer(File.ReadAllText(file).Trim()) }, time);

    /// <summary>Credentials of which something is in a file.</summary>
    /// <param name="read">Reads them.</param>
    /// <param name="time">The clock.</param>
    public static Credentials Of(Func<Credential> read, TimeProvider time) => new(
        _ =>
        {
            try
            {
                return Task.FromResult(read() with { Until = time.GetUtcNow() + s_age });
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
            {
                throw new ApiException($"The credentials for the API server cannot be used: {e.Message}", null, ApiException.NoCredentials, e);
            }
        },
        time);
}
