mini
goldpin run mini --dry-run -t openai:m@http://127.0.0.1:9/v1
ls reports 2> /dev/null || echo 'nothing is written'
--- stdout
$ mini
$ goldpin run mini --dry-run -t openai:m@http://127.0.0.1:9/v1
ask   mini/sum/openai-m/1
dry run: 1 trial (1 case, 1 target); nothing was asked or written
$ ls reports 2> /dev/null || echo 'nothing is written'
nothing is written
--- stderr
--- exit 0
