using Microsoft.Extensions.Options;

namespace Vernier.Push.Pushgateway;

[OptionsValidator]
internal sealed partial class PushgatewayOptionsValidator : IValidateOptions<PushgatewayOptions>
{
    /// <exception cref="OptionsValidationException">The options are invalid; the exception has all errors.</exception>
    public static void ThrowIfInvalid(PushgatewayOptions options)
    {
        var result = new PushgatewayOptionsValidator().Validate(null, options);
        if (result.Failed)
            throw new OptionsValidationException(Options.DefaultName, typeof(PushgatewayOptions), result.Failures);
    }
}
