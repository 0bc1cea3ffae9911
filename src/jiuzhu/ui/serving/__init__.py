"""Parts of the page 服务, one module each."""
