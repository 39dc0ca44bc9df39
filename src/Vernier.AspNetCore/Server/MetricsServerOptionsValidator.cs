using Microsoft.Extensions.Options;

namespace Vernier.AspNetCore.Server;

[OptionsValidator]
internal sealed partial class MetricsServerOptionsValidator : IValidateOptions<MetricsServerOptions>;
