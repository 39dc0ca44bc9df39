namespace Vernier.DicomWebOAuth.Servers;

/// <summary>The issuer of the tokens. All types except the managed identity use the client credentials grant (RFC 6749, section 4.4).</summary>
public enum ProviderType
{
    /// <summary>Client credentials, for any issuer.</summary>
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

    /// <summary>The managed identity of an Azure resource: tokens come from its metadata service, without client credentials; <c>Scope</c> is the resource.</summary>
    AzureManagedIdentity,
}
