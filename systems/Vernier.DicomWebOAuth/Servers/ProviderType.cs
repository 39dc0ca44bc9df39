namespace Vernier.DicomWebOAuth.Servers;

/// <summary>Who gives the tokens. All take the client credentials of RFC 6749, section 4.4, but for the managed identity.</summary>
public enum ProviderType
{
    /// <summary>Client credentials, whoever answers.</summary>
    Auto,

    /// <summary>Microsoft Entra ID.</summary>
    Azure,

    /// <summary>Google Cloud.</summary>
    Google,

    /// <summary>Keycloak.</summary>
    Keycloak,

    /// <summary>Any other OAuth2 server.</summary>
    Generic,

    /// <summary>Amazon Cognito.</summary>
    Aws,

    /// <summary>The identity of an Azure machine: asks its metadata service, needs no client, and takes <c>Scope</c> as the resource.</summary>
    AzureManagedIdentity,
}
