using Microsoft.Extensions.Options;

namespace Vernier.AspNetCore;

[OptionsValidator]
internal sealed partial class VernierOptionsValidator : IValidateOptions<VernierOptions>;
